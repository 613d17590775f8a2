// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

/** What the line does to frames towards the host, besides what a hostile wire does to bytes. Off until told. */
public final class LineFaults {

    private int corruptEvery;
    private int dropEvery;
    private int frames;

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
