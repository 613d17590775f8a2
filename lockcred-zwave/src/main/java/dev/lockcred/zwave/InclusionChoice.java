// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

/**
 * How little security will do. S2 in the best class the lock asks for is always tried; nothing less is accepted unless said
 * here, and an unanswered attempt at security never ends in less of it.
 *
 * @param allowS0 take a lock that has no S2 under S0
 * @param allowPlain take a lock that has no security at all
 */
public record InclusionChoice(boolean allowS0, boolean allowPlain) {

    /** S2 or nothing. */
    public static final InclusionChoice S2_ONLY = new InclusionChoice(false, false);
}
