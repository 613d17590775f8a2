// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.util.List;

/** What calls to one lock would cost. Pure: no I/O, no clock, no randomness. Thread-safe. */
public interface CostModel {

    /** What is counted, in the plural: {@code frames}, {@code invokes}, {@code messages}. */
    String unit();

    /** The cost of a batch. */
    Estimate of(List<Change> changes);

    /** The cost of a read. */
    Estimate of(ReadRequest request);

    /** The cost of {@link DriverLock#checkChanged}. */
    Estimate ofCheck();

    /**
     * An estimate in messages.
     *
     * @param typical what an undisturbed run costs; the contract kit holds a driver to it
     * @param worst what it costs at most, with all repetitions within one call
     */
    record Estimate(int typical, int worst) {
        public static final Estimate FREE = new Estimate(0, 0);

        public Estimate {
            if (typical < 0 || worst < typical) {
                throw new IllegalArgumentException("an estimate needs 0 <= typical <= worst");
            }
        }
    }
}
