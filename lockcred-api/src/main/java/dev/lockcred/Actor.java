// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * On whose behalf something is done; every audit entry names one.
 *
 * @param name 1 to 64 characters
 * @param permissions what the actor may do
 */
public record Actor(String name, Set<Permission> permissions) {

    /** The engine and the embedding application itself: all but {@link Permission#REVEAL}. */
    public static final Actor SYSTEM = new Actor("system", EnumSet.complementOf(EnumSet.of(Permission.REVEAL)));

    public Actor {
        Text.require(name, 64, "actor name");
        permissions = permissions.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(permissions));
    }

    public static Actor of(String name, Permission... permissions) {
        return new Actor(name, Set.of(permissions));
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }
}
