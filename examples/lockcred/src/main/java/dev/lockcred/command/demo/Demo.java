// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.demo;

import dev.lockcred.AccessEvent;
import dev.lockcred.Finding;
import dev.lockcred.Pin;
import dev.lockcred.User;
import dev.lockcred.core.DoorAtRisk;
import dev.lockcred.core.Explanation;
import dev.lockcred.core.History;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.ManagerEvent;
import dev.lockcred.core.Pins;
import dev.lockcred.core.Report;
import dev.lockcred.core.store.KeyPlace;
import dev.lockcred.core.store.Store;
import dev.lockcred.fake.Entry;
import dev.lockcred.fake.FakeLock;
import dev.lockcred.fake.FakeLockDriver;
import dev.lockcred.fake.FakeModel;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The main job on embedded defaults: a handful of fake locks, the real engine, a real store, and a week that takes a second.
 */
public final class Demo {

    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ENGLISH);
    private static final LocalDateTime MORNING = LocalDateTime.parse("2026-11-21T08:30");

    private final PrintWriter out;
    private final StoryTime time = new StoryTime(MORNING.atZone(ZONE).toInstant());
    private final FakeLock front = FakeLock.of("front", FakeModel.zwave());
    private final FakeLock back = FakeLock.of("back", FakeModel.matter());
    private final FakeLock garage = FakeLock.of("garage", FakeModel.zigbee());

    private Demo(PrintWriter out) {
        this.out = out;
    }

    /** Tells the story; the store is closed afterwards. */
    public static void run(PrintWriter out, Store store, KeyPlace keys) throws InterruptedException {
        new Demo(out).tell(store, keys);
    }

    private void tell(Store store, KeyPlace keys) throws InterruptedException {
        head("LockCred demo: one house, three kinds of lock, one week");
        out.println("Nothing here is real but the engine and its store: the locks are fake, and so is the time,");
        out.println("which runs on a virtual clock. It begins on " + CLOCK.format(MORNING) + ", "
                + MORNING.toLocalDate() + ", in " + ZONE + ".");
        garage.offline();
        try (LockManager locks = LockManager.create(cfg -> cfg.timers(time)
                .executor(time)
                .storeExecutor(time)
                .secureRandom(new SecureRandom())
                .zone(ZONE)
                .store(store)
                .keyPlace(keys)
                .driver(FakeLockDriver.of(front, back, garage)))) {
            locks.listen(this::tellEvent);
            everybody(locks);
            plumber(locks);
            keypad(locks);
            cleaner(locks);
            revocation(locks);
            table(locks);
        }
        out.println();
        out.println(
                "Next: the ten lines in README.md do this in your own program; examples/quickstart is that program.");
        out.flush();
    }

    private void everybody(LockManager locks) throws InterruptedException {
        head("Anna lives here: one PIN on all doors. The garage lock does not answer");
        User anna = locks.users().add("Anna");
        locks.grants().add(anna, to -> to.locks("front", "back", "garage"));
        try (Pin pin = locks.pins().generate(anna.id(), Pins.Change.ROUTINE)) {
            say("Anna's PIN, shown once: " + digits(pin));
        }
        report(locks.blocking().apply());
        later(Duration.ofMinutes(5));
        say("the garage lock is back");
        garage.online();
        later(Duration.ofMinutes(5));
        report(locks.status());
    }

    private void plumber(LockManager locks) throws InterruptedException {
        head("A plumber comes today between 09:00 and 12:00, once, through the back door");
        User plumber = locks.users().add("Plumber");
        locks.grants()
                .add(
                        plumber,
                        to -> to.locks("back")
                                .from(LocalDateTime.parse("2026-11-21T09:00"))
                                .until(LocalDateTime.parse("2026-11-21T12:00"))
                                .uses(1));
        try (Pin pin = locks.pins().generate(plumber.id(), Pins.Change.ROUTINE)) {
            report(locks.blocking().apply());
            until("2026-11-21T09:40");
            type(back, "The plumber", pin);
            later(Duration.ofMinutes(2));
            type(back, "The plumber, again", pin);
        }
        explain(locks, plumber, "back");
    }

    private void keypad(LockManager locks) {
        head("Somebody changes Anna's code at the keypad of the front door");
        try (Pin other = random()) {
            int slot = front.occupied().first();
            front.program(slot, other);
            later(Duration.ofMinutes(1));
        }
        locks.audit().latest(50).stream()
                .filter(e ->
                        e.act().equals("code.changed-at-lock") || e.detail().contains("put right"))
                .sorted((a, b) -> Long.compare(a.sequence(), b.sequence()))
                .forEach(e -> say(e.slot().map(s -> s + ": ").orElse("") + e.detail()));
    }

    private void cleaner(LockManager locks) throws InterruptedException {
        head("A cleaner comes on Tuesdays and Fridays, 09:00 to 13:00");
        User cleaner = locks.users().add("Cleaner");
        locks.grants().add(cleaner, to -> to.locks("front", "back").weekly("Tue,Fri 09:00-13:00"));
        try (Pin pin = locks.pins().generate(cleaner.id(), Pins.Change.ROUTINE)) {
            report(locks.blocking().apply());
            until("2026-11-23T09:10");
            type(front, "Monday, the cleaner", pin);
            until("2026-11-24T09:10");
            type(front, "Tuesday, the cleaner", pin);
            until("2026-11-24T13:05");
            type(front, "Five past one, the cleaner", pin);
        }
    }

    private void revocation(LockManager locks) throws InterruptedException {
        head("Anna moves out on Wednesday, and the garage lock is off again");
        until("2026-11-25T10:00");
        garage.offline();
        User anna = locks.users().list().stream()
                .filter(u -> u.name().equals("Anna"))
                .findFirst()
                .orElseThrow();
        locks.grants().revoke(anna.id(), List.of());
        report(locks.blocking().apply());
        List<DoorAtRisk> doors = locks.doorsAtRisk();
        doors.forEach(d -> say("AT RISK: " + d.text()));
        locks.findings().stream()
                .filter(f -> f.severity() == Finding.Severity.CRITICAL)
                .forEach(f -> say("  " + f.action()));
        until("2026-11-26T07:00");
        say("the garage lock is back");
        garage.online();
        later(Duration.ofMinutes(5));
        say(locks.doorsAtRisk().isEmpty() ? "no door is at risk any more" : "a door is still at risk");
    }

    private void table(LockManager locks) {
        head("How everything stands");
        report(locks.status());
        out.println();
        out.println("Who came in:");
        for (AccessEvent e : locks.history().find(History.Query.RECENT)) {
            out.printf(
                    "  %s  %-7s %-8s %-7s %s%n",
                    CLOCK.format(e.when().atZone(ZONE)),
                    e.lock(),
                    e.operation().name().toLowerCase(Locale.ROOT),
                    e.source().name().toLowerCase(Locale.ROOT),
                    e.user().map(Object::toString).orElse("nobody named")
                            + e.failure()
                                    .map(f -> " (refused: "
                                            + f.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")")
                                    .orElse(""));
        }
        var verdict = locks.audit().verify();
        out.println();
        out.println("Audit: " + verdict.entries() + " entries, "
                + (verdict.intact() ? "the chain is intact" : "TAMPERED: " + verdict.problems()));
        out.println("On the air: front " + front.messages() + ", back " + back.messages() + ", garage "
                + garage.messages() + " messages in the whole week");
    }

    // ---- telling

    private void tellEvent(ManagerEvent event) {
        if (event instanceof ManagerEvent.Access access
                && access.event().failure().isEmpty()) {
            say("  the engine heard: " + access.event().lock() + " opened by "
                    + access.event().user().map(Object::toString).orElse("nobody named"));
        }
    }

    private void type(FakeLock lock, String who, Pin pin) {
        Entry entry = lock.type(pin);
        say(who + " types the PIN at " + lock.address() + ": "
                + (entry == Entry.OPENED ? "the door opens" : "refused by the lock"));
        later(Duration.ofSeconds(30));
    }

    private void explain(LockManager locks, User user, String lock) {
        Explanation explanation = locks.explain(user, lock);
        say("can " + user.name() + " open " + lock + " now? "
                + explanation.answer().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": "
                + String.join("; ", explanation.causes()));
    }

    private void report(Report report) {
        report.lines().forEach(l -> say("  " + l.text()));
    }

    private void later(Duration duration) {
        time.goTo(time.now().plus(duration));
    }

    private void until(String local) {
        Instant at = LocalDateTime.parse(local).atZone(ZONE).toInstant();
        time.goTo(at);
    }

    private void head(String text) {
        out.println();
        out.println("== " + text);
    }

    private void say(String text) {
        out.println(CLOCK.format(time.now().atZone(ZONE)) + "  " + text);
    }

    private static String digits(Pin pin) {
        byte[] ascii = pin.copyBytes();
        try {
            return new String(ascii, StandardCharsets.US_ASCII);
        } finally {
            Arrays.fill(ascii, (byte) 0);
        }
    }

    private static Pin random() {
        var random = new SecureRandom();
        byte[] digits = new byte[6];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (byte) ('0' + random.nextInt(10));
        }
        try {
            return Pin.ofAscii(digits);
        } finally {
            Arrays.fill(digits, (byte) 0);
        }
    }
}
