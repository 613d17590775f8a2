// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.util.Objects;

/**
 * How a driver's link is.
 *
 * @param state for programs
 * @param text for people: what is connected, or what is wrong and what to do
 */
public record LinkHealth(State state, String text) {

    /** How it is. */
    public enum State {
        /** Not started, or opening. */
        STARTING,
        UP,
        /** Lost, reopening with back-off. */
        DOWN,
        /** It will not work until a person does something. */
        BROKEN,
        CLOSED
    }

    public LinkHealth {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(text, "text");
    }
}
