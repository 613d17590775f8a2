// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.lock;

import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.net.Coordinator;
import dev.lockcred.zigbee.internal.net.Reply;
import dev.lockcred.zigbee.internal.net.ZdoClient;
import dev.lockcred.zigbee.internal.zcl.Clusters;
import dev.lockcred.zigbee.internal.zcl.DoorLockAttribute;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand;
import dev.lockcred.zigbee.internal.zcl.GeneralCommand;
import dev.lockcred.zigbee.internal.zcl.ZclStatus;
import dev.lockcred.zigbee.internal.zcl.ZclValue;
import dev.lockcred.zigbee.internal.zdo.ZdoMessage;
import dev.lockcred.zigbee.internal.zdo.ZdoRequest;
import dev.lockcred.zigbee.internal.zdo.ZdoResponse;
import dev.lockcred.zigbee.network.Eui64;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what a device is, once, and asks it to tell us what happens. Reads as little as possible: node, endpoints, one
 * descriptor each, and attributes eight to a question. Confined to the lane.
 */
final class Interview {

    private static final Logger log = LoggerFactory.getLogger(Interview.class);

    private static final List<DoorLockAttribute> CAPABILITIES = List.of(
            DoorLockAttribute.NUMBER_OF_TOTAL_USERS,
            DoorLockAttribute.NUMBER_OF_PIN_USERS,
            DoorLockAttribute.NUMBER_OF_RFID_USERS,
            DoorLockAttribute.NUMBER_OF_WEEK_DAY_SCHEDULES,
            DoorLockAttribute.NUMBER_OF_YEAR_DAY_SCHEDULES,
            DoorLockAttribute.NUMBER_OF_HOLIDAY_SCHEDULES,
            DoorLockAttribute.MAX_PIN_LENGTH,
            DoorLockAttribute.MIN_PIN_LENGTH);

    private static final List<DoorLockAttribute> BEHAVIOUR = List.of(
            DoorLockAttribute.NUMBER_OF_LOG_RECORDS,
            DoorLockAttribute.MAX_RFID_LENGTH,
            DoorLockAttribute.MIN_RFID_LENGTH,
            DoorLockAttribute.SEND_PIN_OVER_THE_AIR,
            DoorLockAttribute.REQUIRE_PIN_FOR_REMOTE,
            DoorLockAttribute.SECURITY_LEVEL,
            DoorLockAttribute.SUPPORTED_OPERATING_MODES,
            DoorLockAttribute.KEYPAD_PROGRAMMING_MASK);

    private static final List<DoorLockAttribute> MASKS = List.of(
            DoorLockAttribute.KEYPAD_OPERATION_MASK,
            DoorLockAttribute.RF_OPERATION_MASK,
            DoorLockAttribute.MANUAL_OPERATION_MASK,
            DoorLockAttribute.RFID_OPERATION_MASK,
            DoorLockAttribute.KEYPAD_PROGRAMMING_MASK,
            DoorLockAttribute.RF_PROGRAMMING_MASK,
            DoorLockAttribute.RFID_PROGRAMMING_MASK);

    private static final int SECURITY_NETWORK = 0;
    private static final int SECURITY_APS = 1;
    private static final int EVERYTHING = 0xFFFF;
    private static final int REPORT_MAX = 3600;
    private static final int BATTERY_REPORT_MIN = 3600;
    private static final int BATTERY_REPORT_MAX = 65_000;

    private final LockLink lock;
    private final ZdoClient zdo;
    private final Coordinator coordinator;
    private final Eui64 own;

    /** Why an interview did not finish. */
    record Unfinished(ReadResult.Failure.Why why, String text) {}

    Interview(LockLink lock, ZdoClient zdo, Coordinator coordinator, Eui64 own) {
        this.lock = lock;
        this.zdo = zdo;
        this.coordinator = coordinator;
        this.own = own;
    }

    /** Asks everything; absent when nothing is missing. */
    CompletionStage<Optional<Unfinished>> run(LockLink.Ctx ctx, ZoneId zone) {
        return locate().thenCompose(found -> found ? nodeDescriptor() : end("no device with this address answers"))
                .thenCompose(u -> u.isPresent() ? done(u) : endpoints())
                .thenCompose(u ->
                        u.isPresent() || lock.facts().number(Facts.ENDPOINT).isEmpty()
                                ? done(u)
                                : attributes(ctx, zone))
                .thenApply(u -> {
                    if (u.isEmpty()) {
                        lock.facts().put(Facts.KNOWN, true);
                    }
                    lock.save();
                    return u;
                });
    }

    private CompletionStage<Boolean> locate() {
        if (lock.peer().nodeId() < 0xFFF8) {
            return CompletableFuture.completedFuture(true);
        }
        Eui64 eui64 = lock.peer().eui64();
        return coordinator.nodeIdOf(eui64).thenCompose(known -> {
            if (known.isPresent()) {
                moveTo(known.getAsInt());
                return CompletableFuture.completedFuture(true);
            }
            return zdo.ask(ZdoClient.ALL_AWAKE, new ZdoRequest.NwkAddr(eui64, 0, 0))
                    .thenApply(answer -> {
                        if (answer.orElse(null) instanceof ZdoResponse.Address address
                                && address.eui64().equals(eui64)) {
                            moveTo(address.nodeId());
                            return true;
                        }
                        return false;
                    });
        });
    }

    private void moveTo(int nodeId) {
        lock.peer().moveTo(nodeId);
        lock.facts().put(Facts.NODE_ID, nodeId);
    }

    private CompletionStage<Optional<Unfinished>> nodeDescriptor() {
        int node = lock.peer().nodeId();
        return zdo.ask(node, new ZdoRequest.NodeDescriptorOf(node)).thenCompose(answer -> {
            if (!(answer.orElse(null) instanceof ZdoResponse.NodeDescriptor descriptor)) {
                return end("the device does not say what it is");
            }
            boolean sleepy = descriptor.descriptor().isSleepy();
            lock.facts().put(Facts.SLEEPY, sleepy);
            return sleepy
                    ? coordinator.expectSleep(lock.peer().eui64()).thenApply(v -> Optional.empty())
                    : done(Optional.empty());
        });
    }

    private CompletionStage<Optional<Unfinished>> endpoints() {
        int node = lock.peer().nodeId();
        return zdo.ask(node, new ZdoRequest.ActiveEndpointsOf(node))
                .thenCompose(answer -> answer.orElse(null) instanceof ZdoResponse.ActiveEndpoints active
                        ? endpoint(active.endpoints(), 0)
                        : end("the device does not tell its endpoints"));
    }

    private CompletionStage<Optional<Unfinished>> endpoint(List<Integer> endpoints, int at) {
        if (at == endpoints.size()) {
            return done(Optional.empty()); // not a lock; that is a finding, not a failure
        }
        int node = lock.peer().nodeId();
        return zdo.ask(node, new ZdoRequest.SimpleDescriptorOf(node, endpoints.get(at)))
                .thenCompose(answer -> {
                    ZdoMessage message = answer.orElse(null);
                    if (message == null) {
                        return end("the device does not describe endpoint " + endpoints.get(at));
                    }
                    if (message instanceof ZdoResponse.SimpleDescriptor simple
                            && simple.endpoint().inputs().contains(Clusters.DOOR_LOCK)) {
                        lock.facts()
                                .put(Facts.ENDPOINT, simple.endpoint().number())
                                .put(Facts.INPUTS, simple.endpoint().inputs())
                                .put(Facts.OUTPUTS, simple.endpoint().outputs());
                        lock.peer().knockAt(simple.endpoint().number());
                        return done(Optional.empty());
                    }
                    return endpoint(endpoints, at + 1);
                });
    }

    private CompletionStage<Optional<Unfinished>> attributes(LockLink.Ctx ctx, ZoneId zone) {
        return read(Clusters.BASIC, ctx, basic())
                .thenCompose(u -> u.isPresent() ? done(u) : firstWords(ctx))
                .thenCompose(u -> u.isPresent() ? done(u) : doorLock(BEHAVIOUR, ctx))
                .thenCompose(u -> u.isPresent() ? done(u) : tellsCodes(ctx))
                .thenCompose(u -> u.isPresent() ? done(u) : battery(ctx))
                .thenCompose(u -> u.isPresent() ? done(u) : setUp(ctx, zone));
    }

    private static List<Integer> basic() {
        return List.of(
                Clusters.Basic.MANUFACTURER_NAME,
                Clusters.Basic.MODEL_IDENTIFIER,
                Clusters.Basic.APPLICATION_VERSION,
                Clusters.Basic.SOFTWARE_BUILD);
    }

    /**
     * The first question to the door lock cluster. A lock that speaks under its link key only takes no notice of others, not
     * even of the question whether it does: so silence is answered by asking once more under that key.
     */
    private CompletionStage<Optional<Unfinished>> firstWords(LockLink.Ctx ctx) {
        return doorLock(CAPABILITIES, ctx).thenCompose(unfinished -> {
            boolean silent = unfinished.isPresent() && unfinished.get().why() == ReadResult.Failure.Why.NO_ANSWER;
            if (!silent || lock.wantsApsEncryption()) {
                return done(unfinished);
            }
            lock.facts().putAttribute(DoorLockAttribute.SECURITY_LEVEL.id(), SECURITY_APS);
            return doorLock(CAPABILITIES, ctx).thenApply(again -> {
                if (again.isPresent()) {
                    lock.facts().putAttribute(DoorLockAttribute.SECURITY_LEVEL.id(), SECURITY_NETWORK);
                }
                return again;
            });
        });
    }

    /** Whether a slot can be asked for: there is no attribute that says so. */
    private CompletionStage<Optional<Unfinished>> tellsCodes(LockLink.Ctx ctx) {
        int pins = lock.facts()
                .attribute(DoorLockAttribute.NUMBER_OF_PIN_USERS.id())
                .orElse(0);
        if (pins == 0 || lock.quirks().readBack().isPresent()) {
            return done(Optional.empty());
        }
        return lock.ask(new DoorLockCommand.GetCode(DoorLockCommand.Medium.PIN, pins), ctx)
                .thenCompose(reply -> {
                    if (reply instanceof Reply.Silent silent && !silent.why().left()) {
                        return done(Optional.of(new Unfinished(Answers.why(silent), silent.text())));
                    }
                    boolean refused = reply instanceof Reply.Default answer && ZclStatus.isUnsupported(answer.status());
                    lock.facts().put(Facts.TELLS_CODES, !refused);
                    return done(Optional.empty());
                });
    }

    private CompletionStage<Optional<Unfinished>> doorLock(List<DoorLockAttribute> attributes, LockLink.Ctx ctx) {
        return read(
                Clusters.DOOR_LOCK,
                ctx,
                attributes.stream().map(DoorLockAttribute::id).toList());
    }

    private CompletionStage<Optional<Unfinished>> battery(LockLink.Ctx ctx) {
        return lock.facts().numbers(Facts.INPUTS).contains(Clusters.POWER_CONFIGURATION)
                ? read(Clusters.POWER_CONFIGURATION, ctx, List.of(Clusters.Power.BATTERY_PERCENTAGE))
                : done(Optional.empty());
    }

    private CompletionStage<Optional<Unfinished>> read(int cluster, LockLink.Ctx ctx, List<Integer> ids) {
        return lock.general(cluster, new GeneralCommand.Read(ids), ctx).thenCompose(reply -> {
            if (reply instanceof Reply.Silent silent) {
                return done(Optional.of(new Unfinished(Answers.why(silent), silent.text())));
            }
            if (reply instanceof Reply.Answer answer) {
                try {
                    if (answer.frame().generalCommand() instanceof GeneralCommand.ReadResponse response) {
                        response.results().forEach(r -> r.value().ifPresent(v -> keep(cluster, r.attribute(), v)));
                    }
                } catch (MalformedFrameException e) {
                    log.debug("attributes of cluster {} not understood: {}", cluster, e.getMessage());
                }
            }
            return done(Optional.empty());
        });
    }

    private void keep(int cluster, int attribute, ZclValue value) {
        Facts facts = lock.facts();
        if (cluster == Clusters.DOOR_LOCK) {
            value.asLong().ifPresent(v -> facts.putAttribute(attribute, v));
        } else if (cluster == Clusters.POWER_CONFIGURATION) {
            value.asLong().ifPresent(v -> facts.put(Facts.BATTERY, Events.percent((int) v, lock.quirks())));
        } else if (cluster == Clusters.BASIC) {
            switch (attribute) {
                case Clusters.Basic.MANUFACTURER_NAME ->
                    value.asText().ifPresent(v -> facts.put(Facts.MANUFACTURER, v));
                case Clusters.Basic.MODEL_IDENTIFIER -> value.asText().ifPresent(v -> facts.put(Facts.MODEL, v));
                case Clusters.Basic.SOFTWARE_BUILD -> value.asText().ifPresent(v -> facts.put(Facts.FIRMWARE, v));
                case Clusters.Basic.APPLICATION_VERSION -> {
                    if (facts.text(Facts.FIRMWARE).isEmpty()) {
                        value.asLong().ifPresent(v -> facts.put(Facts.FIRMWARE, "application version " + v));
                    }
                }
                default -> {}
            }
        }
    }

    /** Bindings, reports and event masks. What a lock refuses here it goes without; its events then may not come. */
    private CompletionStage<Optional<Unfinished>> setUp(LockLink.Ctx ctx, ZoneId zone) {
        List<Integer> inputs = lock.facts().numbers(Facts.INPUTS);
        CompletionStage<Boolean> all = CompletableFuture.completedFuture(true);
        for (int cluster :
                List.of(Clusters.DOOR_LOCK, Clusters.POWER_CONFIGURATION, Clusters.ALARMS, Clusters.POLL_CONTROL)) {
            if (inputs.contains(cluster)) {
                all = all.thenCompose(ok -> bind(cluster).thenApply(bound -> ok && bound));
            }
        }
        all = all.thenCompose(ok -> report(
                        Clusters.DOOR_LOCK,
                        new GeneralCommand.Reporting(
                                DoorLockAttribute.LOCK_STATE.id(), ZclValue.ENUM8, 0, REPORT_MAX, Optional.empty()),
                        ctx)
                .thenApply(done -> ok && done));
        if (inputs.contains(Clusters.POWER_CONFIGURATION)) {
            var battery = new GeneralCommand.Reporting(
                    Clusters.Power.BATTERY_PERCENTAGE,
                    ZclValue.U8,
                    BATTERY_REPORT_MIN,
                    BATTERY_REPORT_MAX,
                    Optional.of(ZclValue.number(ZclValue.U8, 2)));
            all = all.thenCompose(
                    ok -> report(Clusters.POWER_CONFIGURATION, battery, ctx).thenApply(done -> ok));
        }
        all = all.thenCompose(ok -> write(
                        Clusters.DOOR_LOCK,
                        MASKS.stream().map(m -> m.with(EVERYTHING)).toList(),
                        ctx)
                .thenApply(done -> ok));
        if (inputs.contains(Clusters.TIME)) {
            all = all.thenCompose(
                    ok -> write(Clusters.TIME, timeAttributes(lock.timers().now(), zone), ctx)
                            .thenApply(done -> ok));
        }
        return all.thenApply(ok -> {
            lock.facts().put(Facts.SET_UP, ok);
            return Optional.empty();
        });
    }

    /** What a lock with a Time server is told. */
    static List<GeneralCommand.Attribute> timeAttributes(Instant now, ZoneId zone) {
        var attributes = new ArrayList<GeneralCommand.Attribute>();
        for (int id : List.of(
                Clusters.Time.TIME,
                Clusters.Time.STATUS,
                Clusters.Time.ZONE,
                Clusters.Time.DST_START,
                Clusters.Time.DST_END,
                Clusters.Time.DST_SHIFT)) {
            ZclValue value = id == Clusters.Time.STATUS
                    ? ZclValue.number(ZclValue.MAP8, Clusters.Time.STATUS_SYNCHRONISED)
                    : ZigbeeTime.attribute(id, now, zone).value().orElseThrow();
            attributes.add(new GeneralCommand.Attribute(id, value));
        }
        return attributes;
    }

    private CompletionStage<Boolean> bind(int cluster) {
        var request =
                new ZdoRequest.Bind(false, lock.peer().eui64(), lock.endpoint(), cluster, own, Coordinator.ENDPOINT);
        return zdo.ask(lock.peer().nodeId(), request)
                .thenApply(answer -> answer.orElse(null) instanceof ZdoResponse r && r.status() == ZdoResponse.SUCCESS);
    }

    private CompletionStage<Boolean> report(int cluster, GeneralCommand.Reporting reporting, LockLink.Ctx ctx) {
        return lock.general(cluster, new GeneralCommand.ConfigureReporting(List.of(reporting)), ctx)
                .thenApply(reply -> reply instanceof Reply.Answer);
    }

    private CompletionStage<Boolean> write(int cluster, List<GeneralCommand.Attribute> attributes, LockLink.Ctx ctx) {
        return lock.general(cluster, new GeneralCommand.Write(attributes), ctx)
                .thenApply(reply -> reply instanceof Reply.Answer);
    }

    private static CompletionStage<Optional<Unfinished>> end(String text) {
        return done(Optional.of(new Unfinished(ReadResult.Failure.Why.UNREACHABLE, text)));
    }

    private static CompletionStage<Optional<Unfinished>> done(Optional<Unfinished> unfinished) {
        return CompletableFuture.completedFuture(unfinished);
    }
}
