// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import java.util.List;

/**
 * What obeying a wished state would come to.
 *
 * @param changes of the wishes; as far as they go when it is refused as invalid
 * @param refusals why it is not obeyed as it stands; none: it would be
 * @param plan what would then be done at every lock, for what cost; empty when it is refused as invalid
 */
public record WishPreview(WishChanges changes, List<Refusal> refusals, Plan plan) {

    public WishPreview {
        refusals = List.copyOf(refusals);
    }

    /** Whether it would be refused. */
    public boolean isRefused() {
        return !refusals.isEmpty();
    }

    /**
     * Why a state is not obeyed.
     *
     * @param reason for programs
     * @param text for people: what, where, what next
     */
    public record Refusal(Reason reason, String text) {}

    /** Kinds of refusal. */
    public enum Reason {
        /** The store obeys another site; {@link Obey#adoptingSite} says that this is meant. */
        OTHER_SITE,
        /** Much is revoked; {@link Obey#confirmRevocations} with the exact number says that this is meant. */
        REVOCATIONS,
        /** A lock has left the state without being given up first; see {@link Locks#forget}. */
        LOCK_NOT_FORGOTTEN,
        /** Something is wrong in itself: it names what is not there, never holds, or no PIN can satisfy it. */
        INVALID
    }
}
