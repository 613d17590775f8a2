// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.spi.DriverState;
import dev.lockcred.spi.DriverState.Edits;
import dev.lockcred.spi.support.Lane;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

/**
 * The session numbers of supervised commands to one lock, 0..63. A lock takes a command with the number of the one before
 * for a repetition: it answers "success" and does nothing. So a number must not come twice in a row, not over a restart
 * either: numbers are reserved in blocks, durably before the first of a block is sent. Confined to the lane.
 */
final class SupervisionSessions {

    private static final int ALL = 64;
    private static final int BLOCK = 16;

    private final DriverState state;
    private final String key;
    private int next = -1;
    private int left;
    private int storing;
    private final ArrayDeque<Turn> waiting = new ArrayDeque<>();

    private record Turn(int number, CompletableFuture<Integer> result) {}

    SupervisionSessions(DriverState state, String key) {
        this.state = state;
        this.key = key;
    }

    /**
     * The next number.
     *
     * @param first where to begin with a lock that was never spoken to
     */
    CompletableFuture<Integer> next(Lane lane, int first) {
        if (next < 0) {
            next = state.get(key)
                    .filter(b -> b.length == 1)
                    .map(b -> b[0] & ALL - 1)
                    .orElse(first);
        }
        boolean known = left > 0;
        if (!known) {
            left = BLOCK;
        }
        int mine = take();
        if (known && storing == 0) {
            return Async.now(mine);
        }
        var turn = new Turn(mine, new CompletableFuture<>());
        waiting.add(turn);
        if (!known) {
            storing++;
            byte[] reserved = {(byte) (mine + BLOCK & ALL - 1)};
            // A store that cannot be written has its own way of being noticed: the command is not held up for ever.
            var unused = state.write(new Edits().put(key, reserved).list())
                    .whenComplete((done, failure) -> lane.executeOrRun(this::stored));
        }
        return turn.result();
    }

    /** In the order in which they were asked for. */
    private void stored() {
        storing--;
        while (storing == 0 && !waiting.isEmpty()) {
            Turn turn = waiting.remove();
            turn.result().complete(turn.number());
        }
    }

    private int take() {
        int number = next;
        next = next + 1 & ALL - 1;
        left--;
        return number;
    }
}
