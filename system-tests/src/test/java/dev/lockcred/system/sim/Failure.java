// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

/**
 * A promise that did not hold.
 *
 * @param promise which
 * @param text what was seen, for people
 * @param step the number of the step after which it was seen; one past the last: while everything came to rest
 */
record Failure(Promise promise, String text, int step) {

    /** What the simulation holds the engine to, after every step. */
    enum Promise {
        NOBODY_GETS_IN("nobody gets in who may not, once the lock could have been told (R13, R14)"),
        NOBODY_LOCKED_OUT("nobody entitled stays out longer than the outage and the time to settle (R26)"),
        AT_RISK_IS_SHOWN("a code that opens and should not is listed as a door at risk (R19)"),
        FOREIGN_UNTOUCHED("no code of others is touched (R3)"),
        NO_PIN_TO_READ("no PIN can be read from a log, a text or the store (R7)"),
        BUDGET_KEPT("no lock gets more writes than its budget (R25)"),
        NO_NEEDLESS_WRITE("nothing is written without a reason (R22, R23)"),
        NOTHING_LOST("what was answered survives the death of the process (R20)"),
        HISTORY_TELLS("a use is in the history once, under the right name (R39, R40, R41)"),
        AUDIT_INTACT("the audit chain verifies (R47)"),
        NO_MISTAKE("nothing fails in a way nobody foresaw"),
        COMES_TO_REST("after the faults everything converges, and falls silent (R25)");

        private final String words;

        Promise(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    @Override
    public String toString() {
        return promise + " after step " + step + ": " + text;
    }

    /** Ends a run. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Failure failure;

        Broken(Failure failure) {
            super(failure.toString(), null, false, false);
            this.failure = failure;
        }

        Failure failure() {
            return failure;
        }
    }
}
