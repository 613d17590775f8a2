// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverEvent.Operated;
import dev.lockcred.spi.DriverEvent.Programmed;
import dev.lockcred.spi.DriverEvent.Who;
import dev.lockcred.spi.Operation;
import dev.lockcred.zwave.internal.cc.Battery;
import dev.lockcred.zwave.internal.cc.CodeText;
import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.cc.CredentialRecords;
import dev.lockcred.zwave.internal.cc.Notification;
import dev.lockcred.zwave.internal.cc.UserCode;
import dev.lockcred.zwave.internal.cc.UserRecords;
import dev.lockcred.zwave.internal.frame.Octets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one lock says on its own: tells the host, keeps the image of the codes honest, and recognises the echo of our own
 * doing. Confined to the lane.
 */
final class LockEars implements CodeWriter.Ears {

    /** An echo comes within this time. */
    private static final Duration ECHO = Duration.ofSeconds(30);

    /** Who changed a user, in a report. */
    private static final int BY_ZWAVE = 2;

    private final String address;
    private final Supplier<Home> home;
    private final Map<Integer, Long> written = new HashMap<>();
    private final Set<Integer> owed = new HashSet<>();
    private final Set<Integer> refused = new HashSet<>();
    private Operation.@Nullable Kind operated;
    private long operatedAt;
    private @Nullable LearnFlow learning;
    private OptionalInt battery = OptionalInt.empty();

    LockEars(String address, Supplier<Home> home) {
        this.address = address;
        this.home = home;
    }

    /** What the lock is learning on our order. */
    Optional<LearnFlow> learning() {
        return Optional.ofNullable(learning).filter(flow -> !flow.over());
    }

    /** This is being learned from now on; null for nothing. */
    void learn(@Nullable LearnFlow flow) {
        learning = flow;
    }

    OptionalInt battery() {
        return battery;
    }

    /** These slots are about to be written. */
    void beginWriting(List<Integer> slots) {
        long now = home.get().timers().nanoTime();
        written.values().removeIf(at -> now - at > ECHO.toNanos());
        refused.remove(0); // no slot was named: it was about what came before
        slots.forEach(s -> {
            written.put(s, now);
            owed.add(s);
            refused.remove(s);
        });
    }

    /** The bolt is about to be moved. */
    void operating(Operation.Kind kind) {
        operated = kind;
        operatedAt = home.get().timers().nanoTime();
    }

    @Override
    public boolean duplicateRefused(int slot) {
        return refused.contains(slot) || refused.contains(0);
    }

    void hear(Command command, LockRecord record, Quirks quirks, CodeModel model) {
        if (command instanceof Notification.Report report) {
            new Heard(address, quirks, model.usesCredentials(), model.count())
                    .of(report)
                    .ifPresent(event -> react(event, record, model.usesCredentials()));
        } else if (command instanceof Battery.Report report) {
            boolean low = report.level() == 0xFF;
            battery = low ? battery : OptionalInt.of(Math.min(100, report.level()));
            home.get().tell(new DriverEvent.Battery(address, low ? OptionalInt.empty() : battery, low));
        } else if (command instanceof UserCode.Report report && report.user() > 0) {
            changedAtLock(report.user(), report.status(), report.code(), record);
        } else if (command instanceof UserCode.ExtendedReport report) {
            report.entries().stream()
                    .filter(e -> record.image().knows(e.user())) // else it is the late answer to a first question
                    .forEach(e -> changedAtLock(e.user(), e.status(), e.code(), record));
        } else if (command instanceof CredentialRecords.Report report) {
            credentialReported(report, record);
        } else if (command instanceof UserRecords.Report report) {
            userReported(report, record);
        } else if (command instanceof CredentialRecords.LearnReport report) {
            learning().ifPresent(flow -> flow.onReport(report));
        }
    }

    private void react(DriverEvent event, LockRecord record, boolean credentials) {
        if (event instanceof Programmed p) {
            int slot = p.who().credential().map(CredentialRef::index).orElse(0);
            boolean own = slot > 0 && isEcho(slot);
            if (p.what() == Programmed.Edit.DUPLICATE_REFUSED) {
                refused.add(slot);
            } else if (credentials) {
                if (!own && p.what() != Programmed.Edit.PROGRAMMING_CODE_CHANGED) {
                    programmed(p, record);
                }
            } else if (p.what() == Programmed.Edit.ALL_CLEARED) {
                record.image().cleared();
                record.keepImage();
            } else if (!own && p.what() != Programmed.Edit.PROGRAMMING_CODE_CHANGED) {
                if (slot > 0) {
                    record.image().doubt(slot);
                } else {
                    record.image().doubtAll();
                }
                record.keepImage();
            }
            home.get()
                    .tell(new Programmed(
                            address, p.what(), p.who(), own ? AccessSource.REMOTE : p.source(), own, p.stamp()));
        } else if (event instanceof Operated o) {
            home.get()
                    .tell(new Operated(
                            address,
                            o.operation(),
                            o.source(),
                            o.who(),
                            o.failure(),
                            ownOperation(o),
                            o.duress(),
                            o.stamp()));
        } else {
            home.get().tell(event);
        }
    }

    // A write answers for one event: a second one is somebody else, however soon it comes. Taken for foreign in error
    // it
    // costs one read; taken for ours in error, a code changed at the keypad would stay unnoticed.
    private boolean isEcho(int slot) {
        return owed.remove(slot) && recentlyWritten(slot);
    }

    private boolean recentlyWritten(int slot) {
        Long at = written.get(slot);
        return at != null && home.get().timers().nanoTime() - at < ECHO.toNanos();
    }

    private boolean ownOperation(Operated o) {
        boolean same = o.source() == AccessSource.REMOTE
                && (operated == Operation.Kind.LOCK && o.operation() == AccessOperation.LOCK
                        || operated == Operation.Kind.UNLOCK && o.operation() == AccessOperation.UNLOCK);
        return same && home.get().timers().nanoTime() - operatedAt < ECHO.toNanos();
    }

    /** Some locks report a slot after a change at the keypad, with the digits. */
    private void changedAtLock(int slot, int status, Octets code, LockRecord record) {
        boolean empty = status == UserCode.AVAILABLE;
        boolean same = empty ? record.image().empty(slot) : record.image().holds(slot, status, CodeText.strip(code));
        if (same || recentlyWritten(slot)) {
            return;
        }
        record.image().doubt(slot);
        record.keepImage();
        home.get()
                .tell(new Programmed(
                        address,
                        empty ? Programmed.Edit.CLEARED : Programmed.Edit.CHANGED,
                        Who.slot(CredentialRef.pin(slot)),
                        AccessSource.UNKNOWN,
                        false,
                        DriverEvent.Stamp.LIVE));
    }

    private static void programmed(Programmed p, LockRecord record) {
        CredentialImage image = record.credentials();
        if (p.what() == Programmed.Edit.ALL_CLEARED) {
            image.doubtAll(); // all of which kind, it does not say
        } else if (p.who().credential().isPresent()) {
            image.doubt(CredentialPlan.place(p.who().credential().get()));
        } else if (p.who().userIndex().isPresent()) {
            image.doubtUser(p.who().userIndex().getAsInt());
        } else {
            image.doubtAll();
        }
        record.keepCredentials();
    }

    private void credentialReported(CredentialRecords.Report report, LockRecord record) {
        Optional<CredentialRef> ref = CredentialTypes.kind(report.type()).map(k -> new CredentialRef(k, report.slot()));
        Programmed.Edit what = edit(report.kind());
        if (report.kind() > 2 || ref.isEmpty()) {
            return;
        }
        boolean own = report.modifier() == BY_ZWAVE && isEcho(report.slot());
        if (!own) {
            record.credentials().doubt(new CredentialImage.Place(report.type(), report.slot()));
            record.keepCredentials();
        }
        home.get()
                .tell(new Programmed(
                        address,
                        what,
                        new Who(report.user() == 0 ? OptionalInt.empty() : OptionalInt.of(report.user()), ref),
                        report.modifier() == 3 ? AccessSource.KEYPAD : AccessSource.REMOTE,
                        own,
                        DriverEvent.Stamp.LIVE));
    }

    /** A user whom we did not touch was added, changed or deleted; a new one opens nothing before it has a credential. */
    private void userReported(UserRecords.Report report, LockRecord record) {
        if (report.kind() > 2 || report.modifier() == BY_ZWAVE) {
            return;
        }
        record.credentials().doubtUser(report.user());
        record.keepCredentials();
        if (report.kind() > 0) {
            home.get()
                    .tell(new Programmed(
                            address,
                            edit(report.kind()),
                            new Who(
                                    report.user() == 0 ? OptionalInt.empty() : OptionalInt.of(report.user()),
                                    Optional.empty()),
                            report.modifier() == 3 ? AccessSource.KEYPAD : AccessSource.UNKNOWN,
                            false,
                            DriverEvent.Stamp.LIVE));
        }
    }

    private static Programmed.Edit edit(int kind) {
        return switch (kind) {
            case 0 -> Programmed.Edit.ADDED;
            case 1 -> Programmed.Edit.CHANGED;
            case 2 -> Programmed.Edit.CLEARED;
            default -> Programmed.Edit.UNKNOWN;
        };
    }
}
