// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.text;

import dev.lockcred.Outcome;

/** What became of something, in words. */
public final class OutcomeText {

    private OutcomeText() {}

    public static String of(Outcome outcome) {
        if (outcome instanceof Outcome.Confirmed) {
            return "confirmed by the lock";
        } else if (outcome instanceof Outcome.NoChange) {
            return "it was so already";
        } else if (outcome instanceof Outcome.Accepted) {
            return "accepted by the lock, not proved yet";
        } else if (outcome instanceof Outcome.Rejected rejected) {
            return "refused by the lock: " + Words.of(rejected.reason()) + " (" + rejected.nativeAnswer() + ")";
        } else if (outcome instanceof Outcome.Unsupported unsupported) {
            return "not possible: " + unsupported.what();
        } else if (outcome instanceof Outcome.Unreachable unreachable) {
            return "the lock does not answer: " + unreachable.why();
        } else if (outcome instanceof Outcome.TimeoutAmbiguous) {
            return "sent, and nobody knows whether it was done: look at the door";
        } else if (outcome instanceof Outcome.Failed failed) {
            return "failed: " + failed.what();
        }
        return "withdrawn before it was sent";
    }
}
