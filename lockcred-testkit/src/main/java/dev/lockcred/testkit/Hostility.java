// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit;

import java.time.Duration;
import java.util.List;

/**
 * What a line does to what travels on it, in one direction. Order is kept: these are serial lines, TCP streams and
 * WebSockets, not datagrams. The first five are {@link #harmless()}: a link that minds them is broken; the others are
 * {@link #harmful()}: a link survives them with its own means (checksums, acknowledgements, a fresh port).
 *
 * <p>Make one with a factory and add more with the {@code and…} methods: {@code Hostility.byteByByte().andCorrupting(0.01)}.
 *
 * @param name for the display name of a test
 * @param slicing how a write of bytes is divided into chunks; text messages know {@link Slicing#CUT} alone, which truncates
 * @param joinWindow what is written within this time arrives as one chunk (bytes) or in one burst (text); zero for not
 * @param maxDelay each chunk waits for a time drawn from zero to this
 * @param duplicated chance, 0..1, that a chunk arrives twice
 * @param dropped chance that a chunk never arrives
 * @param corrupted chance that one bit of a chunk (one character of a text) is wrong
 * @param lost chance that the line is lost instead of delivering a chunk
 */
public record Hostility(
        String name,
        Slicing slicing,
        Duration joinWindow,
        Duration maxDelay,
        double duplicated,
        double dropped,
        double corrupted,
        double lost) {

    /** How one write becomes chunks. */
    public enum Slicing {
        /** As written. */
        WHOLE,
        /** One byte each. */
        BYTE_BY_BYTE,
        /** At random places; a text is truncated. */
        CUT
    }

    public Hostility {
        for (double chance : new double[] {duplicated, dropped, corrupted, lost}) {
            if (!(chance >= 0 && chance <= 1)) {
                throw new IllegalArgumentException("a chance is 0 to 1, not " + chance);
            }
        }
        if (joinWindow.isNegative() || maxDelay.isNegative()) {
            throw new IllegalArgumentException("a wire does not deliver before the write");
        }
    }

    /** Everything arrives at once, as written. */
    public static Hostility whole() {
        return new Hostility("whole", Slicing.WHOLE, Duration.ZERO, Duration.ZERO, 0, 0, 0, 0);
    }

    /** Each byte is a chunk of its own. */
    public static Hostility byteByByte() {
        return new Hostility("byte by byte", Slicing.BYTE_BY_BYTE, Duration.ZERO, Duration.ZERO, 0, 0, 0, 0);
    }

    /** Bytes: chunk boundaries fall anywhere. Text: messages are truncated, which is harmful. */
    public static Hostility cut() {
        return new Hostility("cut", Slicing.CUT, Duration.ZERO, Duration.ZERO, 0, 0, 0, 0);
    }

    /** What is written within the window arrives together at its end. */
    public static Hostility joined(Duration window) {
        return new Hostility("joined", Slicing.WHOLE, window, Duration.ZERO, 0, 0, 0, 0);
    }

    /** Each chunk is late by up to this. */
    public static Hostility delayed(Duration max) {
        return new Hostility("delayed", Slicing.WHOLE, Duration.ZERO, max, 0, 0, 0, 0);
    }

    /** Some chunks arrive twice. */
    public static Hostility duplicating(double chance) {
        return whole().andDuplicating(chance).named("duplicating");
    }

    /** Some chunks never arrive. */
    public static Hostility dropping(double chance) {
        return whole().andDropping(chance).named("dropping");
    }

    /** Some chunks arrive with one bit wrong. */
    public static Hostility corrupting(double chance) {
        return whole().andCorrupting(chance).named("corrupting");
    }

    /** The line breaks sooner or later. */
    public static Hostility losing(double chance) {
        return whole().andLosing(chance).named("losing");
    }

    /** The kinds no link may mind on a stream of bytes, with delays below 20 ms. */
    public static List<Hostility> harmless() {
        return List.of(
                whole(),
                byteByByte(),
                cut(),
                joined(Duration.ofMillis(5)),
                delayed(Duration.ofMillis(20)),
                cut().andDelayed(Duration.ofMillis(5)).named("cut and delayed"));
    }

    /** The kinds a link survives by its own means, each hitting about one chunk in ten. */
    public static List<Hostility> harmful() {
        return List.of(duplicating(0.1), dropping(0.1), corrupting(0.1), losing(0.1));
    }

    public Hostility andDelayed(Duration max) {
        return new Hostility(name, slicing, joinWindow, max, duplicated, dropped, corrupted, lost);
    }

    public Hostility andJoined(Duration window) {
        return new Hostility(name, slicing, window, maxDelay, duplicated, dropped, corrupted, lost);
    }

    public Hostility andDuplicating(double chance) {
        return new Hostility(name, slicing, joinWindow, maxDelay, chance, dropped, corrupted, lost);
    }

    public Hostility andDropping(double chance) {
        return new Hostility(name, slicing, joinWindow, maxDelay, duplicated, chance, corrupted, lost);
    }

    public Hostility andCorrupting(double chance) {
        return new Hostility(name, slicing, joinWindow, maxDelay, duplicated, dropped, chance, lost);
    }

    public Hostility andLosing(double chance) {
        return new Hostility(name, slicing, joinWindow, maxDelay, duplicated, dropped, corrupted, chance);
    }

    public Hostility named(String newName) {
        return new Hostility(newName, slicing, joinWindow, maxDelay, duplicated, dropped, corrupted, lost);
    }

    @Override
    public String toString() {
        return name;
    }
}
