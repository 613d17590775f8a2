// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

import java.util.concurrent.atomic.AtomicBoolean;

/** Somebody who does something at a door as soon as a running command has said a certain thing. */
final class Helper {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final int STEP_MILLIS = 20;

    private Helper() {}

    /** Runs a command; {@code act} is done once it has said {@code said}. Answers with its exit code. */
    static int during(Shell shell, String said, Runnable act, String... command) throws InterruptedException {
        var done = new AtomicBoolean();
        var over = new AtomicBoolean();
        var thread = new Thread(
                () -> {
                    for (int i = 0; i < PATIENCE_MILLIS / STEP_MILLIS && !over.get() && !done.get(); i++) {
                        if (shell.messages().contains(said)) {
                            act.run();
                            done.set(true);
                        } else {
                            pause();
                        }
                    }
                },
                "helper");
        thread.start();
        int code = shell.run(command);
        over.set(true);
        thread.join();
        if (!done.get()) {
            throw new AssertionError("it never said: " + said + ", but: " + shell.err());
        }
        return code;
    }

    private static void pause() {
        try {
            Thread.sleep(STEP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
