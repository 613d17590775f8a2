// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.contract;

import dev.lockcred.Pin;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.LockDriver;
import java.time.Duration;
import org.opentest4j.TestAbortedException;

/**
 * A driver and the simulated lock behind it, as its author supplies them: fresh, secured, in reach, all places empty. The
 * first five methods are needed for the core rules; each of the others opens more rules, and while it is left out those
 * are skipped and say so.
 */
public interface LockUnderTest {

    /** The driver, not started. The same object at each call, until {@link #restarted()}. */
    LockDriver driver();

    /** The lock's address in the driver's notation. */
    String address();

    /** Application messages over the air so far, both ways, counted as the driver's cost model counts. */
    long messages();

    /** From now on the lock hears nothing. */
    void goSilent();

    /** The lock hears again. */
    void comeBack();

    /** A new driver, not started, for the same lock: the host's process was started again. */
    default LockDriver restarted() {
        throw missing("restarted");
    }

    /** The longest that one call takes on an undisturbed line. */
    default Duration patience() {
        return Duration.ofSeconds(60);
    }

    /** Whether exactly this PIN stands in this place, as seen inside the lock. */
    default boolean holds(CredentialRef ref, Pin pin) {
        throw missing("holds");
    }

    /** State-changing commands that reached the lock so far. */
    default long writes() {
        throw missing("writes");
    }

    /** The lock acts on the next message, and its answer is lost. */
    default void loseNextAnswer() {
        throw missing("loseNextAnswer");
    }

    /** The lock says yes to the next change, and does nothing. */
    default void pretendNext() {
        throw missing("pretendNext");
    }

    /** Somebody puts a code of their own into a place, in the lock's own menu. */
    default void program(CredentialRef ref, Pin pin) {
        throw missing("program");
    }

    /** Somebody types a code. */
    default void type(Pin pin) {
        throw missing("type");
    }

    /** Somebody opens by the thumbturn. */
    default void turnByHand() {
        throw missing("turnByHand");
    }

    private static TestAbortedException missing(String what) {
        return new TestAbortedException("the LockUnderTest does not implement " + what + "()");
    }
}
