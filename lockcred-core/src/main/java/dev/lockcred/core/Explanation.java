// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.LockId;
import dev.lockcred.UserId;
import java.time.Instant;
import java.util.List;

/**
 * Whether a person can open a door at a time, and why.
 *
 * @param user who
 * @param lock where
 * @param at when
 * @param answer in one word
 * @param causes one sentence each, the deciding one first
 * @param next what to do about it, one sentence each
 */
public record Explanation(UserId user, LockId lock, Instant at, Answer answer, List<String> causes, List<String> next) {

    /** The answer. */
    public enum Answer {
        /** Entitled, and the lock is known to hold the code. */
        YES,
        /** Nothing entitles, and the lock is known not to hold a code of theirs. */
        NO,
        /** Entitled, but the lock may not know it yet. */
        NOT_YET,
        /** Not entitled, but the code may still open. */
        MAY_STILL
    }

    public Explanation {
        causes = List.copyOf(causes);
        next = List.copyOf(next);
    }

    /** The answer and its causes, one a line. */
    @Override
    public String toString() {
        String head = switch (answer) {
            case YES -> "yes";
            case NO -> "no";
            case NOT_YET -> "not yet";
            case MAY_STILL -> "may still open";
        };
        var text = new StringBuilder(user + " at " + lock + ": " + head);
        causes.forEach(c -> text.append("\n  - ").append(c));
        next.forEach(n -> text.append("\n  > ").append(n));
        return text.toString();
    }
}
