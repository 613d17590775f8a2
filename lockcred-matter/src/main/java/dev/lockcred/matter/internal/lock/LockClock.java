// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.Proof;
import dev.lockcred.matter.internal.bridge.AttributePath;
import dev.lockcred.matter.internal.bridge.BridgeAnswers;
import dev.lockcred.matter.internal.bridge.BridgeRequest;
import dev.lockcred.matter.internal.bridge.Json;
import dev.lockcred.matter.internal.session.Reply;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ClockReading;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.MalformedFrameException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The lock's clock, through the Time Synchronization cluster (0x38) of its node: read, and set with the zone and the next
 * changes between summer and winter time. Times on the wire are microseconds since 2000. Confined to the driver's lane.
 */
final class LockClock {

    private static final int UTC_TIME = 0;
    private static final int LOCAL_TIME = 7;
    private static final long MICROS = 1_000_000;
    private static final int MILLISECONDS_GRANULARITY = 3;

    private final Settings requests;
    private final LockAddress address;
    private final Timers timers;

    LockClock(Settings requests, LockAddress address, Timers timers) {
        this.requests = requests;
        this.address = address;
        this.timers = timers;
    }

    CompletableFuture<ClockReading> read(Scope scope, LockFacts facts, ZoneId zone) {
        var utc = new AttributePath(0, LockFacts.TIME_SYNC, UTC_TIME);
        var local = new AttributePath(0, LockFacts.TIME_SYNC, LOCAL_TIME);
        long asked = timers.nanoTime();
        List<String> paths = facts.hasTimeZone() ? List.of(utc.toString(), local.toString()) : List.of(utc.toString());
        return requests.ask(scope, new BridgeRequest.ReadAttributes(address.node(), paths))
                .thenApply(reply -> {
                    if (!(reply instanceof Reply.Done done)) {
                        return new ClockReading.Unavailable(
                                Statuses.readFailure(reply).text());
                    }
                    Duration way = Duration.ofNanos(timers.nanoTime() - asked);
                    try {
                        var values = BridgeAnswers.attributes(done.result());
                        Instant time = instant(values.get(utc));
                        if (time == null) {
                            return new ClockReading.NotSet();
                        }
                        Instant shown = instant(values.get(local));
                        LocalDateTime wall = shown == null ? null : LocalDateTime.ofInstant(shown, ZoneOffset.UTC);
                        // Schedules run on the wall clock: that is what counts, where the lock shows it.
                        LocalDateTime here = LocalDateTime.ofInstant(timers.now(), zone);
                        Duration skew =
                                wall == null ? Duration.between(timers.now(), time) : Duration.between(here, wall);
                        return new ClockReading.Read(Optional.ofNullable(wall), skew, way.plusSeconds(1));
                    } catch (MalformedFrameException e) {
                        return new ClockReading.Unavailable("the lock's answer cannot be read: " + e.getMessage());
                    }
                });
    }

    CompletableFuture<ChangeOutcome> set(Scope scope, LockFacts facts, ZoneId zone) {
        Instant now = timers.now();
        ObjectNode time = Json.object();
        time.put("UTCTime", micros(now));
        time.put("granularity", MILLISECONDS_GRANULARITY);
        return command(scope, "SetUTCTime", time).thenCompose(stop -> {
            if (stop.isPresent() || !facts.hasTimeZone()) {
                return done(stop);
            }
            return command(scope, "SetTimeZone", timeZone(zone, now))
                    .thenCompose(stopped -> stopped.isPresent()
                            ? done(stopped)
                            : command(scope, "SetDSTOffset", daylightSaving(zone, now))
                                    .thenCompose(LockClock::done));
        });
    }

    /** The standard offset; daylight saving is told apart. */
    static ObjectNode timeZone(ZoneId zone, Instant now) {
        ObjectNode payload = Json.object();
        ObjectNode entry = payload.putArray("timeZone").addObject();
        entry.put("offset", zone.getRules().getStandardOffset(now).getTotalSeconds());
        entry.put("validAt", 0);
        String name = zone.getId();
        if (name.length() <= 64) {
            entry.put("name", name);
        }
        return payload;
    }

    /** What holds now and what comes next; a lock keeps at least these two. Refreshed with each setting. */
    static ObjectNode daylightSaving(ZoneId zone, Instant now) {
        ZoneRules rules = zone.getRules();
        ObjectNode payload = Json.object();
        var list = payload.putArray("DSTOffset");
        ZoneOffsetTransition next = rules.nextTransition(now);
        ObjectNode current = list.addObject();
        current.put("offset", (int) rules.getDaylightSavings(now).toSeconds());
        current.put("validStarting", 0);
        if (next == null) {
            current.putNull("validUntil");
            return payload;
        }
        current.put("validUntil", micros(next.getInstant()));
        ZoneOffsetTransition afterNext = rules.nextTransition(next.getInstant());
        ObjectNode following = list.addObject();
        following.put(
                "offset", (int) rules.getDaylightSavings(next.getInstant()).toSeconds());
        following.put("validStarting", micros(next.getInstant()));
        if (afterNext == null) {
            following.putNull("validUntil");
        } else {
            following.put("validUntil", micros(afterNext.getInstant()));
        }
        return payload;
    }

    private CompletableFuture<Optional<ChangeOutcome>> command(Scope scope, String name, ObjectNode payload) {
        return requests.ask(
                        scope,
                        new BridgeRequest.DeviceCommand(address.node(), 0, LockFacts.TIME_SYNC, name, payload, null))
                .thenApply(
                        reply -> reply instanceof Reply.Done ? Optional.empty() : Optional.of(Statuses.failure(reply)));
    }

    private static CompletableFuture<ChangeOutcome> done(Optional<ChangeOutcome> stop) {
        return CompletableFuture.completedFuture(stop.orElse(new ChangeOutcome.Confirmed(Proof.RESPONSE)));
    }

    private static long micros(Instant instant) {
        return (instant.getEpochSecond() - ScheduleCodec.MATTER_EPOCH) * MICROS + instant.getNano() / 1000;
    }

    private static @Nullable Instant instant(@Nullable JsonNode value) {
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            return null;
        }
        long micros = value.longValue();
        return Instant.ofEpochSecond(ScheduleCodec.MATTER_EPOCH + micros / MICROS, micros % MICROS * 1000);
    }
}
