// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import dev.lockcred.Pin;

/** The code that opens a lock's own menu. */
public sealed interface AdminCode {

    /** These digits; the receiver closes them. */
    record Is(Pin pin) implements AdminCode {}

    /** There is one, and the lock does not show it. */
    record Hidden() implements AdminCode {}

    /** None: the menu cannot be opened by a code. */
    record Off() implements AdminCode {}

    /** Not known; the text says why. */
    record Unavailable(String text) implements AdminCode {}
}
