// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.core.domain.properties.HasName;
import dev.lockcred.system.architecture.bad.SwitchedOff;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;

/** Finds tests that were switched off without a word. */
final class Disabling {
    /** The bad example, which is found like any other. */
    static final List<String> PLANTED = List.of(SwitchedOff.class.getName() + ".withoutAWord()");

    private Disabling() {}

    static List<String> withoutReason(JavaClass type) {
        return Stream.concat(Stream.of(type), type.getMethods().stream())
                .filter(Disabling::silent)
                .map(HasName.AndFullName::getFullName)
                .toList();
    }

    private static boolean silent(HasAnnotations<?> place) {
        return place.isAnnotatedWith(Disabled.class)
                && place.getAnnotationOfType(Disabled.class).value().isBlank();
    }
}
