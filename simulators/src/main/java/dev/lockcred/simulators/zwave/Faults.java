// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import java.time.Duration;

/** What goes wrong at a simulated stick and on its air; all of it from the simulator's own random numbers. */
public final class Faults {

    double lost;
    double duplicated;
    Duration delay = Duration.ZERO;
    int jammed;
    int refused;
    int ignoredFrames;
    int canAnswers;
    boolean swallowsCallbacks;
    boolean mute;
    boolean oddAckAfterReset;

    Faults() {}

    /** The chance, 0 to 1, that a frame on the air is lost, either way. */
    public Faults loss(double chance) {
        lost = chance;
        return this;
    }

    /** The chance that a frame of a node arrives twice. */
    public Faults duplication(double chance) {
        duplicated = chance;
        return this;
    }

    /** Frames of nodes are late by up to this. */
    public Faults delay(Duration max) {
        delay = max;
        return this;
    }

    /** So many transmissions find the air taken. */
    public Faults jam(int times) {
        jammed = times;
        return this;
    }

    /** So many transmissions are refused, as the chip's queue is full. */
    public Faults refuse(int times) {
        refused = times;
        return this;
    }

    /** So many frames of the host are neither acknowledged nor acted on. */
    public Faults ignore(int frames) {
        ignoredFrames = frames;
        return this;
    }

    /** So many frames of the host are answered with CAN, as the chip was sending itself. */
    public Faults collide(int frames) {
        canAnswers = frames;
        return this;
    }

    /** Whether the results of transmissions are never told. */
    public Faults swallowCallbacks(boolean value) {
        swallowsCallbacks = value;
        return this;
    }

    /** Whether the chip says nothing at all. */
    public Faults mute(boolean value) {
        mute = value;
        return this;
    }

    /** Whether the acknowledgement of a soft reset has a random high nibble, as with firmware from 7.19. */
    public Faults oddAckAfterReset(boolean value) {
        oddAckAfterReset = value;
        return this;
    }
}
