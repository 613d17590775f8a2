// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What happens when a person presses Ctrl-C: the command is interrupted, gets some time to leave everything consistent and to
 * say how to go on, and the process ends with 130.
 */
public final class Interruption {

    /** What a person is told who pressed Ctrl-C. */
    static final String SAID = "interrupted. What is stored stays stored, and what was under way is settled by the next"
            + " run: carry on with 'lockcred apply'";

    private static final long GRACE_SECONDS = 15;

    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean asked;
    private volatile boolean asking;

    private Interruption() {}

    /** From now on a signal interrupts this thread. */
    public static Interruption of(Thread command) {
        var interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interruption.signal(command), "lockcred-interrupted"));
        return interruption;
    }

    /** Asks a person something. Who answers with Ctrl-C is not made to wait for a thread that nothing but an answer wakes. */
    public <T> T whileAsking(Supplier<T> question) {
        asking = true;
        try {
            return question.get();
        } finally {
            asking = false;
        }
    }

    private void signal(Thread command) {
        if (over.getCount() == 0) {
            return; // the command has ended by itself
        }
        asked = true;
        if (asking) {
            System.err.println(System.lineSeparator() + "lockcred: " + SAID);
            Runtime.getRuntime().halt(Exit.INTERRUPTED);
        }
        command.interrupt();
        try {
            if (!over.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("lockcred: it does not end; what is stored stays stored");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(Exit.INTERRUPTED);
    }

    /** The command has ended, with this code. Ends the process. */
    public void exit(int code) {
        boolean interrupted = asked;
        over.countDown();
        if (!interrupted) {
            System.exit(code);
        }
        // else the thread that waits for us ends the process
    }
}
