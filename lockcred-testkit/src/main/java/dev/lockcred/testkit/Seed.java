// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit;

import java.io.Serial;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Where all the randomness of one run comes from. Each user names its stream, so that one more draw in one place does not
 * shift the draws of all others; the same seed and name always give the same numbers, in every JVM.
 *
 * @param value the seed; put it into a failure message, and a test with it replays the run
 */
public record Seed(long value) {

    /** Numbers for jitter, faults and choices. */
    public RandomGenerator random(String stream) {
        return new SplittableRandom(derive(stream));
    }

    /**
     * A source for what production draws from a real {@link SecureRandom}: keys, nonces, PINs. Predictable, hence for tests
     * and simulations alone.
     */
    public SecureRandom secureRandom(String stream) {
        return new Predictable(derive(stream));
    }

    /** A seed for a part of the run, to pass on. */
    public Seed derived(String stream) {
        return new Seed(derive(stream));
    }

    @Override
    public String toString() {
        return "seed " + value;
    }

    private long derive(String stream) {
        long mixed = value ^ 0x9E3779B97F4A7C15L;
        for (int i = 0; i < stream.length(); i++) {
            mixed = new SplittableRandom(mixed + stream.charAt(i)).nextLong();
        }
        return mixed;
    }

    private static final class Predictable extends SecureRandom {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient SplittableRandom numbers;

        Predictable(long seed) {
            super(null, null); // no provider: every draw ends in nextBytes below
            this.numbers = new SplittableRandom(seed);
        }

        @Override
        public void nextBytes(byte[] bytes) {
            numbers.nextBytes(bytes);
        }

        @Override
        public void setSeed(long seed) {
            // nothing stirs a replayable run
        }

        @Override
        public byte[] generateSeed(int count) {
            byte[] bytes = new byte[count];
            nextBytes(bytes);
            return bytes;
        }

        @Override
        public String getAlgorithm() {
            return "predictable, for tests";
        }
    }
}
