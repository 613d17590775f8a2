// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;

/** Finds what a class takes from a library. */
final class Libraries {
    private Libraries() {}

    /** @param library a package, with all that is below it */
    static List<String> usesOf(JavaClass type, String library) {
        return type.getDirectDependenciesFromSelf().stream()
                .filter(dependency -> {
                    String name =
                            dependency.getTargetClass().getBaseComponentType().getName();
                    return name.startsWith(library + ".");
                })
                .map(dependency -> library + " has another keeper: " + dependency.getDescription())
                .toList();
    }
}
