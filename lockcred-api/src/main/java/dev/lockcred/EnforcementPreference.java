// SPDX-License-Identifier: Apache-2.0
package dev.lockcred;

/** What a person accepts as enforcement of a grant's limits. */
public enum EnforcementPreference {
    /** The lock where it can, else the host. */
    PREFER_LOCK,
    /** The lock, else refused. */
    REQUIRE_LOCK,
    /** As {@link #PREFER_LOCK}, and a one-shot run may leave a code whose end rests on the host (R46). */
    ACCEPT_HOST,
    /** Also a limit that nobody can enforce (R37). */
    ACCEPT_NONE
}
