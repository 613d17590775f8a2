// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the line does to frames towards the host, besides what a hostile wire does to bytes; and what firmware says that lost its
 * mind. Off until told.
 */
public final class LineFaults {

    private int corruptEvery;
    private int dropEvery;
    private int frames;
    private @Nullable RandomGenerator madness;
    private int mangleEvery;

    LineFaults() {}

    /** Flips a bit in every n-th frame; 0 for never. */
    public LineFaults corruptEvery(int n) {
        corruptEvery = n;
        return this;
    }

    /** Loses every n-th frame; 0 for never. */
    public LineFaults dropEvery(int n) {
        dropEvery = n;
        return this;
    }

    /** Cuts, lengthens or changes about every n-th EZSP frame, under a right check sum; 0 for never. */
    public LineFaults mangleEvery(int n, RandomGenerator random) {
        mangleEvery = n;
        madness = random;
        return this;
    }

    /** What becomes of an EZSP frame before it is framed for the line. */
    byte[] content(byte[] ezsp) {
        RandomGenerator random = madness;
        if (random == null || mangleEvery == 0 || random.nextInt(mangleEvery) != 0) {
            return ezsp;
        }
        byte[] mangled =
                Arrays.copyOf(ezsp, Math.max(3, random.nextBoolean() ? random.nextInt(ezsp.length + 4) : ezsp.length));
        mangled[random.nextInt(mangled.length)] ^= (byte) (1 + random.nextInt(255));
        return mangled;
    }

    byte[] apply(byte[] wire) {
        frames++;
        if (dropEvery > 0 && frames % dropEvery == 0) {
            return new byte[0];
        }
        if (corruptEvery > 0 && frames % corruptEvery == 0) {
            byte[] damaged = wire.clone();
            damaged[0] ^= 0x04; // in the control byte: the check sum finds it
            return damaged;
        }
        return wire;
    }
}
