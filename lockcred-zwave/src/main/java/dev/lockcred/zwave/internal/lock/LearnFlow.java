// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.Timers;
import dev.lockcred.zwave.internal.cc.CredentialRecords;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * A credential that a lock is learning from the person before it: from the order, over the steps the lock reports, to its
 * end. The air is free in between. Confined to the lane.
 */
final class LearnFlow {

    private static final int STARTED = 0;
    private static final int SUCCESS = 1;
    private static final int BUSY = 2;
    private static final int ENDED = 3;
    private static final int TIMEOUT = 4;
    private static final int AGAIN = 5;
    private static final int NOT_ADDED = 0xFE;
    private static final int NOT_REPLACED = 0xFF;

    private final CredentialRef ref;
    private final int user;
    private final BiConsumer<Integer, Boolean> onStep;
    private final CompletableFuture<LearnEnd> end = new CompletableFuture<>();
    private Timers.Cancellable patience = () -> {};

    /**
     * About to be ordered.
     *
     * @param onStep the steps that are left, and whether the last is to be done again
     */
    LearnFlow(CredentialRef ref, int user, BiConsumer<Integer, Boolean> onStep) {
        this.ref = ref;
        this.user = user;
        this.onStep = onStep;
    }

    CredentialRef ref() {
        return ref;
    }

    int user() {
        return user;
    }

    CompletableFuture<LearnEnd> end() {
        return end;
    }

    boolean over() {
        return end.isDone();
    }

    /** What ends it when the lock falls silent. */
    void patience(Timers.Cancellable timer) {
        patience = timer;
        if (over()) {
            timer.cancel();
        }
    }

    void onReport(CredentialRecords.LearnReport report) {
        switch (report.status()) {
            case STARTED -> step(report.stepsLeft(), false);
            case AGAIN -> step(report.stepsLeft(), true);
            case SUCCESS -> finish(LearnEnd.learned());
            case BUSY -> finish(LearnEnd.of(LearnEnd.Why.BUSY, "the lock is learning another credential already"));
            case ENDED -> finish(LearnEnd.of(LearnEnd.Why.CANCELLED, "learning was ended before it was complete"));
            case TIMEOUT -> finish(LearnEnd.of(LearnEnd.Why.TIMED_OUT, "nobody showed the credential in time"));
            case NOT_ADDED ->
                finish(LearnEnd.of(LearnEnd.Why.REFUSED, ref + " is taken: replace it, or free it first"));
            case NOT_REPLACED ->
                finish(LearnEnd.of(LearnEnd.Why.REFUSED, "there is nothing in " + ref + " to replace"));
            default -> finish(LearnEnd.of(LearnEnd.Why.REFUSED, "Credential learn status " + report.status()));
        }
    }

    private void step(int left, boolean again) {
        if (!over()) {
            onStep.accept(left, again);
        }
    }

    void finish(LearnEnd how) {
        patience.cancel();
        end.complete(how);
    }
}
