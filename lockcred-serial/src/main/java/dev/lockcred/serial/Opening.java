// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.serial;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.PortUnavailableException;
import dev.lockcred.spi.support.Lane;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/** Opens a wire on a daemon thread, as opening may block for seconds, and hands the port over on the lane. */
final class Opening {
    private Opening() {}

    interface Opener {
        Wire open() throws PortUnavailableException;
    }

    static CompletionStage<BytePort> start(String name, Lane lane, Opener opener) {
        var opened = new CompletableFuture<BytePort>();
        Daemon.start(name + " opener", () -> {
            try {
                Wire wire = opener.open();
                var port = new ThreadedPort(name, wire, lane);
                onLane(lane, () -> opened.complete(port), wire::close);
            } catch (PortUnavailableException e) {
                onLane(lane, () -> opened.completeExceptionally(e), () -> {});
            } catch (RuntimeException | LinkageError e) {
                // A mistake of ours must not leave the driver waiting for ever.
                var wrapped = new PortUnavailableException(name + " could not be opened: " + e, e);
                onLane(lane, () -> opened.completeExceptionally(wrapped), () -> {});
            }
        });
        return opened;
    }

    private static void onLane(Lane lane, Runnable task, Runnable otherwise) {
        try {
            lane.execute(task);
        } catch (RejectedExecutionException e) {
            otherwise.run(); // the host has shut down meanwhile
        }
    }
}
