// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.core.WishPreview.Reason;
import dev.lockcred.core.WishPreview.Refusal;
import java.util.List;

/** A wished state is not obeyed, and nothing was changed. The message says why and what to do. */
public final class WishRefusedException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<Refusal> refusals;
    private final int revocations;

    public WishRefusedException(List<Refusal> refusals, int revocations) {
        super(String.join("; ", refusals.stream().map(Refusal::text).toList()));
        this.refusals = List.copyOf(refusals);
        this.revocations = revocations;
    }

    /** Why, at least one; gone when the exception was serialised. */
    public List<Refusal> refusals() {
        return refusals == null ? List.of() : refusals;
    }

    /** Whether one of the reasons is this. */
    public boolean isFor(Reason reason) {
        return refusals().stream().anyMatch(r -> r.reason() == reason);
    }

    /** How many of the site's active grants it would revoke: what {@link Obey#confirmRevocations} wants to hear. */
    public int revocations() {
        return revocations;
    }
}
