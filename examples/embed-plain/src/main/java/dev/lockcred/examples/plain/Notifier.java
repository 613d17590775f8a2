// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.examples.plain;

import java.time.Instant;

/** How the program reaches its people: a push message, a lamp, a siren. Called on one thread, one call at a time. */
public interface Notifier {

    /** Somebody came in with a code of their own. */
    void cameHome(String person, String door, Instant when);

    /** Something wants a person's attention: what is wrong, and what to do. */
    void attention(String text);

    /** A code should be gone and may still open, or somebody was forced to use one. */
    void alarm(String text);
}
