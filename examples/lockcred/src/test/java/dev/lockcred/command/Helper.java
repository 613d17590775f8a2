// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

/** Somebody who does something at a door as soon as a running command has said a certain thing. */
final class Helper implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;

    private final Thread thread;
    private volatile boolean done;
    private volatile boolean over;

    private Helper(Shell shell, String said, Runnable act) {
        thread = new Thread(
                () -> {
                    for (int i = 0; i < PATIENCE_MILLIS / 20 && !over; i++) {
                        if (shell.messages().contains(said)) {
                            act.run();
                            done = true;
                            return;
                        }
                        try {
                            Thread.sleep(20);
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                },
                "helper");
        thread.start();
    }

    /** Watches from now on; one command at a time. */
    static Helper when(Shell shell, String said, Runnable act) {
        return new Helper(shell, said, act);
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        thread.join();
        if (!done) {
            throw new AssertionError("the helper was not needed");
        }
    }
}
