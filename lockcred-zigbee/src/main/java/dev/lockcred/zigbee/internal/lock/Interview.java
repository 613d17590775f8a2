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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what a device is, once, and asks it to tell us what happens. Each question may cost a lock that sleeps a poll, so
 * they are few, and none is asked twice: an interview that was cut off goes on where it ended. First comes what must be known
 * before anything is written ({@link #run}), bindings and event masks of the lock among it; the rest, which nobody waits for,
 * is {@link #settle}. Confined to the lane.
 */
final class Interview {

    private static final Logger log = LoggerFactory.getLogger(Interview.class);

    /** What is worth asking for, first what matters most: an answer holds what fits into one message. */
    private static final List<DoorLockAttribute> CAPABILITIES = List.of(
            DoorLockAttribute.NUMBER_OF_PIN_USERS,
            DoorLockAttribute.MAX_PIN_LENGTH,
            DoorLockAttribute.MIN_PIN_LENGTH,
            DoorLockAttribute.SEND_PIN_OVER_THE_AIR,
            DoorLockAttribute.REQUIRE_PIN_FOR_REMOTE,
            DoorLockAttribute.SECURITY_LEVEL,
            DoorLockAttribute.NUMBER_OF_RFID_USERS,
            DoorLockAttribute.NUMBER_OF_WEEK_DAY_SCHEDULES,
            DoorLockAttribute.NUMBER_OF_YEAR_DAY_SCHEDULES,
            DoorLockAttribute.NUMBER_OF_LOG_RECORDS,
            DoorLockAttribute.KEYPAD_PROGRAMMING_MASK,
            DoorLockAttribute.MAX_RFID_LENGTH,
            DoorLockAttribute.MIN_RFID_LENGTH);

    private static final List<DoorLockAttribute> MASKS = List.of(
            DoorLockAttribute.ALARM_MASK,
            DoorLockAttribute.KEYPAD_OPERATION_MASK,
            DoorLockAttribute.RF_OPERATION_MASK,
            DoorLockAttribute.MANUAL_OPERATION_MASK,
            DoorLockAttribute.RFID_OPERATION_MASK,
            DoorLockAttribute.KEYPAD_PROGRAMMING_MASK,
            DoorLockAttribute.RF_PROGRAMMING_MASK,
            DoorLockAttribute.RFID_PROGRAMMING_MASK);

    /** So many attributes fit one question and its answer at every lock that was ever described. */
    private static final int FITS = 8;

    /** The questions that make the lock's events come to this coordinator. */
    static final List<String> BINDINGS = List.of("bind", "pollControl", "alarms", "power");

    private static final int SECURITY_NETWORK = 0;
    private static final int SECURITY_APS = 1;
    private static final int EVERYTHING = 0xFFFF;
    private static final int REPORT_MAX = 3600;
    private static final int BATTERY_REPORT_MIN = 3600;
    private static final int BATTERY_REPORT_MAX = 65_000;

    private static final GeneralCommand.Reporting LOCK_STATE = new GeneralCommand.Reporting(
            DoorLockAttribute.LOCK_STATE.id(), ZclValue.ENUM8, 0, REPORT_MAX, Optional.empty());

    private static final GeneralCommand.Reporting BATTERY = new GeneralCommand.Reporting(
            Clusters.Power.BATTERY_PERCENTAGE,
            ZclValue.U8,
            BATTERY_REPORT_MIN,
            BATTERY_REPORT_MAX,
            Optional.of(ZclValue.number(ZclValue.U8, 2)));

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

    /** One question, or what takes the place of one. */
    private record Step(String name, Supplier<CompletionStage<Optional<Unfinished>>> ask) {}

    /** Asks what must be known; absent when nothing is missing. */
    CompletionStage<Optional<Unfinished>> run(LockLink.Ctx ctx) {
        return locate().thenCompose(found -> found ? nodeDescriptor() : end("no device with this address answers"))
                .thenCompose(u -> u.isPresent() ? done(u) : endpoints())
                .thenCompose(u ->
                        u.isPresent() || lock.facts().number(Facts.ENDPOINT).isEmpty()
                                ? done(u)
                                : through(acquaintance(ctx), 0))
                .thenApply(u -> {
                    if (u.isEmpty()) {
                        lock.facts().put(Facts.KNOWN, true);
                    }
                    lock.save();
                    return u;
                });
    }

    /**
     * Asks the next of what can wait: absent when it was answered, or nothing is left to ask. {@link Facts#SETTLED} tells
     * which.
     */
    CompletionStage<Optional<Unfinished>> settle(LockLink.Ctx ctx, ZoneId zone) {
        Optional<Step> next = inPeace(ctx, zone).stream()
                .filter(step -> !lock.facts().wasAsked(step.name()))
                .findFirst();
        if (next.isEmpty()) {
            lock.facts().put(Facts.SETTLED, true);
            lock.save();
            return done(Optional.empty());
        }
        return through(List.of(next.get()), 0).thenApply(unfinished -> {
            lock.save();
            return unfinished;
        });
    }

    private CompletionStage<Optional<Unfinished>> through(List<Step> steps, int at) {
        if (at == steps.size()) {
            return done(Optional.empty());
        }
        Step step = steps.get(at);
        if (lock.facts().wasAsked(step.name())) {
            return through(steps, at + 1);
        }
        return step.ask().get().thenCompose(unfinished -> {
            if (unfinished.isPresent()) {
                return done(unfinished);
            }
            lock.facts().asked(step.name());
            return through(steps, at + 1);
        });
    }

    private List<Step> acquaintance(LockLink.Ctx ctx) {
        return List.of(
                new Step("basic", () -> read(Clusters.BASIC, ctx, basic())),
                new Step("capabilities", () -> firstWords(ctx)),
                new Step("slot", () -> tellsCodes(ctx)),
                new Step("bind", () -> bind(Clusters.DOOR_LOCK)),
                new Step("masks", () -> masks(ctx)));
    }

    private List<Step> inPeace(LockLink.Ctx ctx, ZoneId zone) {
        List<Integer> inputs = lock.facts().numbers(Facts.INPUTS);
        var steps = new ArrayList<Step>();
        steps.add(new Step("bind", () -> bind(Clusters.DOOR_LOCK))); // anew, when the stick is another one
        if (inputs.contains(Clusters.POLL_CONTROL)) {
            // First: a lock that checks in is kept awake for the rest.
            steps.add(new Step("pollControl", () -> bind(Clusters.POLL_CONTROL)));
        }
        steps.add(new Step("state", () -> report(Clusters.DOOR_LOCK, LOCK_STATE, ctx)));
        if (inputs.contains(Clusters.TIME)) {
            steps.add(new Step("time", () -> tellTime(ctx, zone)));
        }
        if (inputs.contains(Clusters.ALARMS)) {
            steps.add(new Step("alarms", () -> bind(Clusters.ALARMS)));
        }
        if (inputs.contains(Clusters.POWER_CONFIGURATION)) {
            steps.add(new Step(
                    "battery",
                    () -> read(Clusters.POWER_CONFIGURATION, ctx, List.of(Clusters.Power.BATTERY_PERCENTAGE))));
            steps.add(new Step("power", () -> bind(Clusters.POWER_CONFIGURATION)));
            steps.add(new Step("batteryReport", () -> report(Clusters.POWER_CONFIGURATION, BATTERY, ctx)));
        }
        return steps;
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

    /** Whether it sleeps; its announcement said so, if one was heard. */
    private CompletionStage<Optional<Unfinished>> nodeDescriptor() {
        if (lock.facts().text(Facts.SLEEPY).isPresent()) {
            return expectSleep();
        }
        int node = lock.peer().nodeId();
        return zdo.ask(node, new ZdoRequest.NodeDescriptorOf(node)).thenCompose(answer -> {
            if (!(answer.orElse(null) instanceof ZdoResponse.NodeDescriptor descriptor)) {
                return end("the device does not say what it is");
            }
            lock.facts().put(Facts.SLEEPY, descriptor.descriptor().isSleepy());
            return expectSleep();
        });
    }

    private CompletionStage<Optional<Unfinished>> expectSleep() {
        return lock.facts().flag(Facts.SLEEPY)
                ? coordinator.expectSleep(lock.peer().eui64()).thenApply(v -> Optional.empty())
                : done(Optional.empty());
    }

    private CompletionStage<Optional<Unfinished>> endpoints() {
        if (lock.facts().number(Facts.ENDPOINT).isPresent()) {
            return done(Optional.empty()); // an interview before this one came so far
        }
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
        List<Integer> ids = CAPABILITIES.stream().map(DoorLockAttribute::id).toList();
        if (lock.wantsApsEncryption()) {
            return read(Clusters.DOOR_LOCK, ctx, ids);
        }
        return lock.generalOnce(Clusters.DOOR_LOCK, new GeneralCommand.Read(ids), ctx)
                .thenCompose(reply -> {
                    if (!(reply instanceof Reply.Silent silent)) {
                        return understand(Clusters.DOOR_LOCK, ctx, ids, reply);
                    }
                    if (silent.why() != Reply.Why.NO_ANSWER) {
                        return read(Clusters.DOOR_LOCK, ctx, ids);
                    }
                    lock.facts().putAttribute(DoorLockAttribute.SECURITY_LEVEL.id(), SECURITY_APS);
                    return read(Clusters.DOOR_LOCK, ctx, ids).thenApply(again -> {
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

    private CompletionStage<Optional<Unfinished>> read(int cluster, LockLink.Ctx ctx, List<Integer> ids) {
        return ids.isEmpty()
                ? done(Optional.empty())
                : lock.general(cluster, new GeneralCommand.Read(ids), ctx)
                        .thenCompose(reply -> understand(cluster, ctx, ids, reply));
    }

    /** Keeps what was told, and asks again for what did not fit; a lock that takes no long questions is asked shorter ones. */
    private CompletionStage<Optional<Unfinished>> understand(
            int cluster, LockLink.Ctx ctx, List<Integer> ids, Reply reply) {
        if (reply instanceof Reply.Silent silent) {
            return done(Optional.of(new Unfinished(Answers.why(silent), silent.text())));
        }
        if (reply instanceof Reply.Default && ids.size() > FITS) {
            return read(cluster, ctx, ids.subList(0, FITS))
                    .thenCompose(u -> u.isPresent() ? done(u) : read(cluster, ctx, ids.subList(FITS, ids.size())));
        }
        if (reply instanceof Reply.Answer answer) {
            try {
                if (answer.frame().generalCommand() instanceof GeneralCommand.ReadResponse response) {
                    response.results().forEach(r -> r.value().ifPresent(v -> keep(cluster, r.attribute(), v)));
                    List<Integer> told = response.results().stream()
                            .map(GeneralCommand.ReadResult::attribute)
                            .toList();
                    return told.stream().anyMatch(ids::contains)
                            ? read(cluster, ctx, missing(ids, told))
                            : done(Optional.empty());
                }
            } catch (MalformedFrameException e) {
                log.debug("attributes of cluster {} not understood: {}", cluster, e.getMessage());
            }
        }
        return done(Optional.empty());
    }

    private List<Integer> missing(List<Integer> ids, List<Integer> told) {
        boolean noTags = lock.facts()
                        .attribute(DoorLockAttribute.NUMBER_OF_RFID_USERS.id())
                        .orElse(0)
                == 0;
        return ids.stream()
                .filter(id -> !told.contains(id))
                .filter(id -> !noTags
                        || id != DoorLockAttribute.MAX_RFID_LENGTH.id() && id != DoorLockAttribute.MIN_RFID_LENGTH.id())
                .toList();
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

    /** Asks for every event the lock can tell. Without masks it tells what it likes. */
    private CompletionStage<Optional<Unfinished>> masks(LockLink.Ctx ctx) {
        var write = new GeneralCommand.Write(
                MASKS.stream().map(m -> m.with(EVERYTHING)).toList());
        return lock.general(Clusters.DOOR_LOCK, write, ctx).thenCompose(Interview::heard);
    }

    private CompletionStage<Optional<Unfinished>> tellTime(LockLink.Ctx ctx, ZoneId zone) {
        var write = new GeneralCommand.Write(timeAttributes(lock.timers().now(), zone));
        return lock.general(Clusters.TIME, write, ctx).thenCompose(Interview::heard);
    }

    private CompletionStage<Optional<Unfinished>> report(
            int cluster, GeneralCommand.Reporting reporting, LockLink.Ctx ctx) {
        return lock.general(cluster, new GeneralCommand.ConfigureReporting(List.of(reporting)), ctx)
                .thenCompose(Interview::heard);
    }

    /** What a lock refuses here it goes without. */
    private static CompletionStage<Optional<Unfinished>> heard(Reply reply) {
        return reply instanceof Reply.Silent silent
                ? done(Optional.of(new Unfinished(Answers.why(silent), silent.text())))
                : done(Optional.empty());
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

    /** A refusal is remembered for the lock's own cluster, whose events then may not come. */
    private CompletionStage<Optional<Unfinished>> bind(int cluster) {
        var request =
                new ZdoRequest.Bind(false, lock.peer().eui64(), lock.endpoint(), cluster, own, Coordinator.ENDPOINT);
        return zdo.ask(lock.peer().nodeId(), request).thenCompose(answer -> {
            if (answer.isEmpty()) {
                return end("the device does not answer a binding");
            }
            if (cluster == Clusters.DOOR_LOCK) {
                boolean bound = answer.get() instanceof ZdoResponse r && r.status() == ZdoResponse.SUCCESS;
                lock.facts().put(Facts.SET_UP, bound).put(Facts.BOUND_TO, own.toString());
            }
            return done(Optional.empty());
        });
    }

    private static CompletionStage<Optional<Unfinished>> end(String text) {
        return done(Optional.of(new Unfinished(ReadResult.Failure.Why.UNREACHABLE, text)));
    }

    private static CompletionStage<Optional<Unfinished>> done(Optional<Unfinished> unfinished) {
        return CompletableFuture.completedFuture(unfinished);
    }
}
