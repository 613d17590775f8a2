// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.LockId;
import dev.lockcred.UserId;
import java.time.Instant;
import java.util.List;

/**
 * Whether a person can open a door at a time, and why. Of now it is said as it is; of a time to come, as it will be if the locks do
 * as they are told from here on; of a time that has passed, by what is wished today and by the codes that stood in the lock then.
 *
 * @param user who
 * @param lock where
 * @param at when
 * @param asked when the answer was given; {@code at} is the same, earlier or later
 * @param answer in one word
 * @param causes one sentence each, the deciding one first
 * @param next what to do about it, one sentence each
 */
public record Explanation(
        UserId user, LockId lock, Instant at, Instant asked, Answer answer, List<String> causes, List<String> next) {

    /** The answer. */
    public enum Answer {
        /** Entitled, and the lock is known to hold the code, or to have held it then. */
        YES,
        /** Nothing entitles, and no code of theirs opens: there is none, the lock keeps it shut, or it is to be gone by then. */
        NO,
        /** Entitled, but the lock may not know it yet, or did not know it then. */
        NOT_YET,
        /** Not entitled, but the code may still open, or might have opened. */
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
        var text = new StringBuilder(user + " at " + lock + (at.equals(asked) ? "" : " on " + at) + ": " + head);
        causes.forEach(c -> text.append("\n  - ").append(c));
        next.forEach(n -> text.append("\n  > ").append(n));
        return text.toString();
    }
}
