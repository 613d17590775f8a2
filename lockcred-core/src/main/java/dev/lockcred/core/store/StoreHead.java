// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.store;

/**
 * How far a store has come. None of the numbers ever goes back, whatever is deleted; only a restore sets them back.
 *
 * @param sequence how many commits it has taken
 * @param lastEvent the highest id of an access event it has taken, 0 for none
 * @param lastAudit the highest audit sequence it has taken, 0 for none
 */
public record StoreHead(long sequence, long lastEvent, long lastAudit) {

    /** The head of a new store. */
    public static final StoreHead NEW = new StoreHead(0, 0, 0);

    /**
     * The head after this commit.
     *
     * @throws IllegalArgumentException when the commit's log entries do not continue the logs: the store takes none of it
     */
    public StoreHead after(Commit commit) {
        long event = lastEvent;
        for (var next : commit.events()) {
            if (next.id() <= event) {
                throw new IllegalArgumentException("event " + next.id() + " cannot follow event " + event);
            }
            event = next.id();
        }
        long audit = lastAudit;
        for (var next : commit.audit()) {
            if (next.entry().sequence() != audit + 1) {
                throw new IllegalArgumentException(
                        "audit entry " + next.entry().sequence() + " cannot follow entry " + audit);
            }
            audit++;
        }
        return new StoreHead(sequence + 1, event, audit);
    }
}
