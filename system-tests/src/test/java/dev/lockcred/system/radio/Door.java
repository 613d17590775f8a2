// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.radio;

import dev.lockcred.Lock;

/** One simulated lock, seen from the outside: by the person at the door and by the weather. */
interface Door {

    /** The lock as a person writes it down. */
    Lock lock();

    /** Whether these digits open it, by what the lock itself holds. */
    boolean opens(String digits);

    /** Somebody types digits. */
    void type(String digits);

    /** Somebody programs a code at the keypad. */
    void program(int slot, String digits);

    /** Out of reach, or without battery. */
    void away();

    void back();

    /** Acts on the next command and says nothing. */
    void loseNextAnswer();

    /** Messages to it so far. */
    long messages();
}
