// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.util.Locale;
import java.util.Objects;

/**
 * A fact and what it rests on.
 *
 * @param value the fact
 * @param evidence what it rests on
 * @param source for people, such as {@code "UsersNumber report"} or {@code "profile schlage-be469"}
 */
public record Evidenced<T>(T value, Evidence evidence, String source) {
    public Evidenced {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(evidence, "evidence");
        Objects.requireNonNull(source, "source");
    }

    public static <T> Evidenced<T> reported(T value, String source) {
        return new Evidenced<>(value, Evidence.REPORTED, source);
    }

    public static <T> Evidenced<T> assumed(T value, String source) {
        return new Evidenced<>(value, Evidence.ASSUMED, source);
    }

    public static <T> Evidenced<T> overridden(T value, String source) {
        return new Evidenced<>(value, Evidence.OVERRIDDEN, source);
    }

    public static <T> Evidenced<T> learned(T value, String source) {
        return new Evidenced<>(value, Evidence.LEARNED, source);
    }

    @Override
    public String toString() {
        return value + " (" + evidence.name().toLowerCase(Locale.ROOT) + ": " + source + ")";
    }
}
