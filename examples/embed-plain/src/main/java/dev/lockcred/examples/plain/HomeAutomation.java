// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.examples.plain;

import dev.lockcred.Lock;
import dev.lockcred.LockId;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The program around the doors; a real one has more to do. Runs until it is stopped. */
public final class HomeAutomation {

    private HomeAutomation() {}

    public static void main(String[] args) throws InterruptedException {
        Path folder = Path.of(args.length > 0 ? args[0] : "home").toAbsolutePath();
        var house = new House(
                folder.resolve("doors"),
                folder.resolve("keys"),
                ZoneId.systemDefault(),
                Map.of("toy", Map.of("type", "fake", "kind", "matter", "state", "toy.json")),
                List.of(Lock.of(LockId.of("front"), "toy", "front")));
        var doors = new DoorService(house, new Console());
        System.out.println("Looking after " + house.locks().size() + " lock until Ctrl+C; everything is in " + folder);
        Runtime.getRuntime().addShutdownHook(new Thread(doors::close));
        new CountDownLatch(1).await();
    }

    private static final class Console implements Notifier {
        @Override
        public void cameHome(String person, String door, Instant when) {
            System.out.println(person + " came in by " + door + " at " + when);
        }

        @Override
        public void attention(String text) {
            System.out.println(text);
        }

        @Override
        public void alarm(String text) {
            System.out.println("ALARM: " + text);
        }
    }
}
