// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.examples.acme;

import java.util.concurrent.CompletionStage;
import java.util.function.IntConsumer;

/**
 * The library of the maker, as imaginary as the lock: it owns the wire to one Acme KeyBox with five slots for codes of four
 * to six digits. The box shows whether a slot is taken, never the digits, and refuses a code that stands in another slot.
 */
public interface AcmeBox {

    /** The number on its back. */
    String serial();

    /**
     * Sends a command: {@code PING}, {@code SET n digits}, {@code CLEAR n} or {@code LOOK n}. The answer is {@code OK},
     * {@code EMPTY}, {@code TAKEN} or {@code DUPLICATE}; while the box is out of reach there is none.
     *
     * @param command ASCII; the box takes its own copy
     */
    CompletionStage<String> send(byte[] command);

    /** Calls this with the slot whose code was typed, on any thread; {@code 0} when it was opened by hand. */
    void onOpened(IntConsumer listener);
}
