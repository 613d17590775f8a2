// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.AccessFailure;
import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverEvent.Operated;
import dev.lockcred.spi.DriverEvent.Programmed;
import dev.lockcred.spi.DriverEvent.Stamp;
import dev.lockcred.spi.DriverEvent.Who;
import dev.lockcred.spi.LogCursor;
import dev.lockcred.spi.LogPage;
import dev.lockcred.zwave.internal.cc.DoorLockLogging;
import dev.lockcred.zwave.internal.cc.DoorLockLogging.RecordReport;
import dev.lockcred.zwave.internal.session.Expect;
import dev.lockcred.zwave.internal.session.Reply;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Replays Door Lock Logging from the latest record back to the one read last. Record numbers are places in a ring, so a
 * record is recognised by its time and event. Codes in records are read over. Confined to the lane.
 */
final class LogReader {

    private final Conversation talk;
    private final String address;
    private final ZoneId zone;
    private final int capacity;

    LogReader(Conversation talk, String address, ZoneId zone, LockFacts facts) {
        this.talk = talk;
        this.address = address;
        this.zone = zone;
        this.capacity = facts.answer(Interview.LOG, DoorLockLogging.SupportedReport.class)
                .map(DoorLockLogging.SupportedReport::count)
                .orElse(0);
    }

    CompletableFuture<LogPage> read(LogCursor from) {
        return back(0, from, new ArrayList<>(), null);
    }

    private CompletableFuture<LogPage> back(
            int number, LogCursor from, List<RecordReport> found, @Nullable RecordReport latest) {
        return talk.ask(
                        new DoorLockLogging.RecordGet(number),
                        Expect.of(RecordReport.class, r -> number == 0 || r.number() == number))
                .thenCompose(reply -> {
                    if (!(reply instanceof Reply.Got<RecordReport> got)) {
                        String why = Failures.of(reply).text();
                        return Async.now(new LogPage(List.of(), from, false, false, Optional.of(why)));
                    }
                    RecordReport r = got.value();
                    if (r.empty() || mark(r).equals(from.token())) {
                        return Async.now(page(found, from, latest, false));
                    }
                    found.add(r);
                    RecordReport newest = latest == null ? r : latest;
                    if (found.size() >= capacity) {
                        boolean gap = !from.token().isEmpty(); // the record read last has been overwritten
                        return Async.now(page(found, from, newest, gap));
                    }
                    int older = r.number() > 1 ? r.number() - 1 : capacity;
                    return back(older, from, found, newest);
                });
    }

    private LogPage page(List<RecordReport> found, LogCursor from, @Nullable RecordReport latest, boolean gap) {
        Collections.reverse(found);
        var events = new ArrayList<DriverEvent>();
        found.forEach(r -> event(r).ifPresent(events::add));
        return new LogPage(events, latest == null ? from : new LogCursor(mark(latest)), false, gap, Optional.empty());
    }

    private static String mark(RecordReport r) {
        return r.year() + "-" + r.month() + "-" + r.day() + "T" + (r.statusAndHour() & 0x1F) + ":" + r.minute() + ":"
                + r.second() + "/" + r.number() + "/" + r.event() + "/" + r.user();
    }

    private Optional<DriverEvent> event(RecordReport r) {
        Stamp stamp = new Stamp(r.time().map(t -> t.atZone(zone).toInstant()), OptionalLong.empty(), true);
        Who who = r.user() == 0 ? Who.NOBODY : Who.slot(CredentialRef.pin(r.user()));
        return switch (r.event()) {
            case 0x01 -> operated(AccessOperation.LOCK, AccessSource.KEYPAD, who, null, stamp);
            case 0x02 -> operated(AccessOperation.UNLOCK, AccessSource.KEYPAD, who, null, stamp);
            case 0x03 -> operated(AccessOperation.LOCK, AccessSource.BUTTON, Who.NOBODY, null, stamp);
            case 0x04 -> operated(AccessOperation.UNLOCK, AccessSource.BUTTON, Who.NOBODY, null, stamp);
            case 0x05 ->
                operated(AccessOperation.LOCK, AccessSource.KEYPAD, who, AccessFailure.OUTSIDE_SCHEDULE, stamp);
            case 0x06 ->
                operated(AccessOperation.UNLOCK, AccessSource.KEYPAD, who, AccessFailure.OUTSIDE_SCHEDULE, stamp);
            case 0x07 ->
                operated(
                        AccessOperation.UNLOCK,
                        AccessSource.KEYPAD,
                        Who.NOBODY,
                        AccessFailure.INVALID_CREDENTIAL,
                        stamp);
            case 0x08, 0x13 -> operated(AccessOperation.LOCK, AccessSource.MANUAL, Who.NOBODY, null, stamp);
            case 0x09, 0x14 -> operated(AccessOperation.UNLOCK, AccessSource.MANUAL, Who.NOBODY, null, stamp);
            case 0x0A -> operated(AccessOperation.LOCK, AccessSource.AUTO_RELOCK, Who.NOBODY, null, stamp);
            case 0x0B -> operated(AccessOperation.UNLOCK, AccessSource.UNKNOWN, Who.NOBODY, null, stamp);
            case 0x0C, 0x0E -> operated(AccessOperation.LOCK, AccessSource.REMOTE, who, null, stamp);
            case 0x0D, 0x0F -> operated(AccessOperation.UNLOCK, AccessSource.REMOTE, who, null, stamp);
            case 0x17 -> programmed(Programmed.Edit.ADDED, who, stamp);
            case 0x18 -> programmed(Programmed.Edit.CLEARED, who, stamp);
            case 0x19 -> programmed(Programmed.Edit.ALL_CLEARED, Who.NOBODY, stamp);
            case 0x1A -> programmed(Programmed.Edit.PROGRAMMING_CODE_CHANGED, Who.NOBODY, stamp);
            case 0x1B -> programmed(Programmed.Edit.CHANGED, who, stamp);
            default -> Optional.empty();
        };
    }

    private Optional<DriverEvent> operated(
            AccessOperation what, AccessSource source, Who who, @Nullable AccessFailure failure, Stamp stamp) {
        return Optional.of(new Operated(address, what, source, who, Optional.ofNullable(failure), false, false, stamp));
    }

    private Optional<DriverEvent> programmed(Programmed.Edit what, Who who, Stamp stamp) {
        return Optional.of(new Programmed(address, what, who, AccessSource.UNKNOWN, false, stamp));
    }
}
