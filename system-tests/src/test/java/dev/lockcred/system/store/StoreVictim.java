// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.store;

import dev.lockcred.AccessEvent;
import dev.lockcred.AccessEvent.Attribution;
import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import dev.lockcred.LockId;
import dev.lockcred.Pin;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.Table;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * A process to be killed: opens the store in the folder given, and writes to it as fast as it can. Each round is one commit
 * that holds its number in three places; the number is printed once it is durable.
 */
public final class StoreVictim {

    private StoreVictim() {}

    public static void main(String[] args) throws InterruptedException {
        System.out.println("started");
        var disk = new StoreOnDisk(Path.of(args[0]));
        System.out.println("opened " + disk.store.head().sequence());
        var executor = Executors.newSingleThreadExecutor();
        var queue = disk.queue(executor);
        var ahead = new Semaphore(4); // several wait together, so that there are groups
        for (long round = disk.store.head().lastEvent() + 1; ; round++) {
            ahead.acquire();
            long number = round;
            if (round % 7 == 0) {
                try (Pin pin = Pin.of("%06d".formatted(round % 1_000_000).toCharArray())) {
                    disk.seal(queue, "anna", (int) round, pin);
                }
            }
            queue.commit(round(disk, number)).whenComplete((done, failure) -> {
                System.out.println(failure == null ? Long.toString(number) : "failed " + failure);
                ahead.release();
            });
        }
    }

    private static Commit round(StoreOnDisk disk, long number) {
        byte[] value = Long.toString(number).getBytes(StandardCharsets.US_ASCII);
        var front = LockId.of("front");
        return Commit.builder()
                .put(Table.LOCK_STATE, "one", value)
                .put(Table.INTENT, "i-" + number, value)
                .delete(Table.INTENT, "i-" + (number - 1))
                .put(Table.LOCK_STATE, "other", value)
                .event(new AccessEvent(
                        number,
                        front,
                        AccessOperation.UNLOCK,
                        AccessSource.KEYPAD,
                        Optional.empty(),
                        new Attribution.Nobody(),
                        Optional.empty(),
                        Optional.empty(),
                        Instant.now(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        false,
                        false))
                .audit(disk.chain.append(
                        Instant.now(),
                        "system",
                        "code.written",
                        Optional.of(front),
                        Optional.empty(),
                        Optional.empty(),
                        "round " + number))
                .build();
    }
}
