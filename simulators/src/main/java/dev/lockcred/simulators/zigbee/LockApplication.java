// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.simulators.zigbee.LockModel.Quirk;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.internal.zcl.Clusters;
import dev.lockcred.zigbee.internal.zcl.DoorLockAttribute;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand.Medium;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse.ProgrammingEvent;
import dev.lockcred.zigbee.internal.zcl.GeneralCommand;
import dev.lockcred.zigbee.internal.zcl.PollControlCommand;
import dev.lockcred.zigbee.internal.zcl.ZclFrame;
import dev.lockcred.zigbee.internal.zcl.ZclStatus;
import dev.lockcred.zigbee.internal.zcl.ZclValue;
import dev.lockcred.zigbee.internal.zdo.ZdoResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What makes a node a door lock: the commands of its clusters. */
final class LockApplication implements ZigbeeNode.Application {

    private static final int LOCKED = 1;
    private static final int UNLOCKED = 2;
    private static final int FAILED = 1;
    private static final int MANUFACTURER = 0x1101;
    private static final int FAST_POLL_DEFAULT = 40;

    /** How long a host may take to answer a check-in. */
    private static final Duration CHECK_IN_ANSWER = Duration.ofMillis(7680);

    private final ZigbeeNode node;
    private final LockModel model;
    private final LockClock clock;
    private final LockCodes pins;
    private final LockCodes tags;
    private final LockSchedules schedules;
    private final LockEvents events;
    private final LockFaults faults;
    private final List<ZdoResponse.Endpoint> endpoints;
    private Timers.@Nullable Cancellable relock;
    private int writes;
    private boolean checkedIn;
    private final TreeMap<Integer, ZclFrame> answers = new TreeMap<>();

    LockApplication(ZigbeeNode node, LockModel model) {
        this.node = node;
        this.model = model;
        this.clock = new LockClock(node.timers());
        this.pins = new LockCodes(model, Medium.PIN, model.pinUsers());
        this.tags = new LockCodes(model, Medium.RFID, model.rfidUsers());
        this.schedules = new LockSchedules(model);
        this.events = new LockEvents(node, model, clock);
        this.faults = new LockFaults();
        this.endpoints = LockClusters.endpoints(model);
        LockClusters.fill(node, model);
    }

    LockClock clock() {
        return clock;
    }

    LockCodes pins() {
        return pins;
    }

    LockSchedules schedules() {
        return schedules;
    }

    LockEvents events() {
        return events;
    }

    LockFaults faults() {
        return faults;
    }

    /** State-changing commands that arrived. */
    int writes() {
        return writes;
    }

    /** Whether a host answered the last check-in. */
    boolean checkInAnswered() {
        return checkedIn;
    }

    /** What a host last answered in a cluster. */
    Optional<ZclFrame> answer(int cluster) {
        return Optional.ofNullable(answers.get(cluster));
    }

    void checkIn() {
        checkedIn = false;
        node.say(
                Clusters.POLL_CONTROL,
                ZclFrame.cluster(true, true, node.nextSequence(), new PollControlCommand.CheckIn()));
        node.sleep().ifPresent(s -> s.stayAwake(CHECK_IN_ANSWER));
    }

    /** Asks the host what time it is. */
    void askTime() {
        var read = new GeneralCommand.Read(List.of(
                Clusters.Time.TIME,
                Clusters.Time.ZONE,
                Clusters.Time.DST_START,
                Clusters.Time.DST_END,
                Clusters.Time.DST_SHIFT));
        node.say(Clusters.TIME, ZclFrame.general(false, true, node.nextSequence(), read));
    }

    @Override
    public List<ZdoResponse.Endpoint> endpoints() {
        return endpoints;
    }

    @Override
    public int manufacturerCode() {
        return MANUFACTURER;
    }

    @Override
    public boolean wantsLinkKey(int cluster) {
        return cluster == Clusters.DOOR_LOCK && model.has(Quirk.LINK_KEY_ONLY);
    }

    @Override
    public void refresh(int cluster) {
        if (cluster == Clusters.TIME) {
            AttributeTable time = node.attributes(cluster);
            clock.utc().ifPresent(utc -> time.writable(Clusters.Time.TIME, ZclValue.number(ZclValue.UTC, utc)));
            clock.local().ifPresent(local -> time.put(Clusters.Time.LOCAL_TIME, ZclValue.number(ZclValue.U32, local)));
        }
    }

    @Override
    public void onWritten(int cluster, List<GeneralCommand.Attribute> attributes) {
        if (cluster == Clusters.TIME) {
            attributes.forEach(a -> a.value().asLong().ifPresent(v -> clock.told(a.id(), v)));
        }
    }

    @Override
    public void onAnswer(int cluster, ZclFrame frame) {
        answers.put(cluster, frame);
        try {
            if (!frame.clusterSpecific()) {
                GeneralCommand command = frame.generalCommand();
                if (command instanceof GeneralCommand.DefaultResponse) {
                    events.answered(frame.sequence());
                } else if (cluster == Clusters.TIME && command instanceof GeneralCommand.ReadResponse answer) {
                    answer.results()
                            .forEach(r ->
                                    r.value().ifPresent(v -> v.asLong().ifPresent(n -> clock.told(r.attribute(), n))));
                }
            }
        } catch (MalformedFrameException e) {
            throw new IllegalStateException("the host answered a lock with a malformed frame", e);
        }
    }

    @Override
    public void onCommand(int cluster, ZclFrame frame) {
        if (frame.manufacturer().isPresent()) {
            node.refuse(cluster, frame, ZclStatus.UNSUPPORTED_MANUFACTURER_CLUSTER_COMMAND);
        } else if (cluster == Clusters.DOOR_LOCK) {
            onDoorLock(frame);
        } else if (cluster == Clusters.POLL_CONTROL && node.isSleepy()) {
            onPollControl(frame);
        } else if (cluster == Clusters.ALARMS) {
            node.refuse(cluster, frame, ZclStatus.SUCCESS);
        } else {
            node.refuse(cluster, frame, ZclStatus.UNSUPPORTED_CLUSTER);
        }
    }

    private void onPollControl(ZclFrame frame) {
        SleepCycle sleep = node.sleep().orElseThrow();
        try {
            PollControlCommand command = PollControlCommand.decode(frame);
            if (command instanceof PollControlCommand.CheckInResponse response) {
                checkedIn = true;
                int quarters = response.timeout() == 0 ? FAST_POLL_DEFAULT : response.timeout();
                if (response.startFastPolling()) {
                    sleep.pollFast(Duration.ofMillis(250L * quarters));
                } else {
                    sleep.pollSlowly();
                }
            } else if (command instanceof PollControlCommand.FastPollStop) {
                sleep.pollSlowly();
            }
            node.refuse(Clusters.POLL_CONTROL, frame, ZclStatus.SUCCESS);
        } catch (MalformedFrameException e) {
            node.refuse(Clusters.POLL_CONTROL, frame, ZclStatus.MALFORMED_COMMAND);
        }
    }

    private void onDoorLock(ZclFrame frame) {
        DoorLockCommand command;
        try {
            command = DoorLockCommand.decode(frame);
        } catch (MalformedFrameException e) {
            boolean known = frame.command() <= 0x19;
            node.refuse(
                    Clusters.DOOR_LOCK,
                    frame,
                    known ? ZclStatus.MALFORMED_COMMAND : ZclStatus.UNSUPPORTED_CLUSTER_COMMAND);
            return;
        }
        if (isWrite(command)) {
            writes++;
        }
        Optional<DoorLockResponse> answer =
                faults.pretends(command) ? Optional.of(new DoorLockResponse.Status(command.id(), 0)) : answer(command);
        if (faults.loses(command)) {
            return;
        }
        Optional<byte[]> nonsense = faults.nonsense(command, frame.sequence());
        if (nonsense.isPresent()) {
            node.sayRaw(Clusters.DOOR_LOCK, nonsense.get());
        } else if (answer.isPresent()) {
            node.answer(Clusters.DOOR_LOCK, frame, answer.get());
        } else {
            boolean noRecord = command instanceof DoorLockCommand.GetLogRecord && model.logRecords() > 0;
            node.refuse(
                    Clusters.DOOR_LOCK, frame, noRecord ? ZclStatus.NOT_FOUND : ZclStatus.UNSUPPORTED_CLUSTER_COMMAND);
        }
    }

    /** Whether it changes what the lock holds. */
    static boolean isWrite(DoorLockCommand command) {
        return command instanceof DoorLockCommand.SetCode
                || command instanceof DoorLockCommand.ClearCode
                || command instanceof DoorLockCommand.ClearAllCodes
                || command instanceof DoorLockCommand.SetUserStatus;
    }

    private LockCodes codes(Medium medium) {
        return medium == Medium.PIN ? pins : tags;
    }

    private Optional<DoorLockResponse> answer(DoorLockCommand command) {
        if (command instanceof DoorLockCommand.Operate operate) {
            return Optional.of(operate(operate));
        }
        if (command instanceof DoorLockCommand.UnlockWithTimeout unlock) {
            return Optional.of(unlockFor(unlock));
        }
        if (command instanceof DoorLockCommand.GetLogRecord get) {
            return events.logged(get.index()).map(r -> r);
        }
        if (command instanceof DoorLockCommand.SetCode set) {
            return codes(set.medium()).exist() ? Optional.of(set(set)) : Optional.empty();
        }
        if (command instanceof DoorLockCommand.GetCode get) {
            return !codes(get.medium()).exist() || model.has(Quirk.NO_GET_CODE)
                    ? Optional.empty()
                    : Optional.of(codes(get.medium()).tell(get.user(), shows()));
        }
        if (command instanceof DoorLockCommand.ClearCode clear) {
            return codes(clear.medium()).exist() ? Optional.of(clear(clear)) : Optional.empty();
        }
        if (command instanceof DoorLockCommand.ClearAllCodes clear) {
            return codes(clear.medium()).exist() ? Optional.of(clearAll(clear)) : Optional.empty();
        }
        if (command instanceof DoorLockCommand.SetUserStatus set) {
            return model.has(Quirk.NO_USER_STATUS)
                    ? Optional.empty()
                    : Optional.of(status(0x09, pins.status(set.user(), set.status())));
        }
        if (command instanceof DoorLockCommand.GetUserStatus get) {
            int status = pins.slot(get.user()).map(LockCodes.Slot::status).orElse(DoorLockResponse.STATUS_AVAILABLE);
            return model.has(Quirk.NO_USER_STATUS)
                    ? Optional.empty()
                    : Optional.of(new DoorLockResponse.UserStatus(get.user(), status));
        }
        if (command instanceof DoorLockCommand.SetUserType set) {
            return Optional.of(status(0x14, pins.type(set.user(), set.type())));
        }
        if (command instanceof DoorLockCommand.GetUserType get) {
            int type = pins.slot(get.user()).map(LockCodes.Slot::type).orElse(0xFF);
            return Optional.of(new DoorLockResponse.UserType(get.user(), type));
        }
        return schedules.answer(command);
    }

    private boolean shows() {
        return node.attributes(Clusters.DOOR_LOCK).number(DoorLockAttribute.SEND_PIN_OVER_THE_AIR.id(), 0) != 0;
    }

    private static DoorLockResponse status(int id, boolean ok) {
        return new DoorLockResponse.Status(id, ok ? 0 : FAILED);
    }

    private DoorLockResponse set(DoorLockCommand.SetCode set) {
        LockCodes codes = codes(set.medium());
        int verdict = codes.verdict(set);
        boolean ignored = model.has(Quirk.IGNORES_DISABLED) && set.status() == DoorLockResponse.STATUS_DISABLED;
        if (verdict == DoorLockResponse.SET_OK && !ignored) {
            boolean changed = codes.put(
                    set.user(), set.status(), set.type(), Octets.of(set.code().toByteArray()));
            boolean pin = set.medium() == Medium.PIN;
            int code = !pin
                    ? ProgrammingEvent.RFID_ADDED
                    : changed ? ProgrammingEvent.PIN_CHANGED : ProgrammingEvent.PIN_ADDED;
            events.programming(
                    LockEvents.REMOTE, code, set.user(), codes.show(set.code(), shows()), set.type(), set.status());
        }
        return new DoorLockResponse.Status(set.id(), verdict);
    }

    private DoorLockResponse clear(DoorLockCommand.ClearCode clear) {
        LockCodes codes = codes(clear.medium());
        if (codes.remove(clear.user())) {
            if (clear.medium() == Medium.PIN) {
                schedules.forgetUser(clear.user());
            }
            deleted(clear.medium(), clear.user());
        }
        return status(clear.id(), true);
    }

    private DoorLockResponse clearAll(DoorLockCommand.ClearAllCodes clear) {
        codes(clear.medium()).clear();
        deleted(clear.medium(), DoorLockResponse.NO_USER);
        return status(clear.id(), true);
    }

    private void deleted(Medium medium, int user) {
        int code = medium == Medium.PIN ? ProgrammingEvent.PIN_DELETED : ProgrammingEvent.RFID_DELETED;
        events.programming(LockEvents.REMOTE, code, user, Octets.EMPTY, 0xFF, DoorLockResponse.STATUS_AVAILABLE);
    }

    // ---- the bolt

    private DoorLockResponse operate(DoorLockCommand.Operate operate) {
        boolean lock = operate.motion() == DoorLockCommand.Motion.LOCK
                || operate.motion() == DoorLockCommand.Motion.TOGGLE && state() != LOCKED;
        if (!isAllowed(operate.pin())) {
            events.operation(LockEvents.REMOTE, lock ? 3 : 5, DoorLockResponse.NO_USER, Octets.EMPTY);
            return status(operate.id(), false);
        }
        move(lock ? LOCKED : UNLOCKED);
        events.operation(LockEvents.REMOTE, lock ? 1 : 2, owner(operate.pin()), Octets.EMPTY);
        return status(operate.id(), true);
    }

    private DoorLockResponse unlockFor(DoorLockCommand.UnlockWithTimeout unlock) {
        if (!isAllowed(unlock.pin())) {
            return status(unlock.id(), false);
        }
        move(UNLOCKED);
        events.operation(LockEvents.REMOTE, 2, owner(unlock.pin()), Octets.EMPTY);
        if (unlock.seconds() > 0) {
            relock = node.timers().schedule(Duration.ofSeconds(unlock.seconds()), () -> {
                move(LOCKED);
                events.operation(LockEvents.MANUAL, 0x0A, DoorLockResponse.NO_USER, Octets.EMPTY);
            });
        }
        return status(unlock.id(), true);
    }

    private boolean isAllowed(Optional<Octets> pin) {
        boolean required =
                node.attributes(Clusters.DOOR_LOCK).number(DoorLockAttribute.REQUIRE_PIN_FOR_REMOTE.id(), 0) != 0;
        boolean given = pin.isPresent() && !pin.get().isEmpty();
        return given ? owner(pin) != DoorLockResponse.NO_USER : !required;
    }

    private int owner(Optional<Octets> pin) {
        return pin.flatMap(p -> pins.all().entrySet().stream()
                        .filter(e -> e.getValue().code().equals(p)
                                && e.getValue().status() == DoorLockResponse.STATUS_ENABLED)
                        .map(java.util.Map.Entry::getKey)
                        .findFirst())
                .orElse(DoorLockResponse.NO_USER);
    }

    int state() {
        return (int) node.attributes(Clusters.DOOR_LOCK).number(DoorLockAttribute.LOCK_STATE.id(), 0xFF);
    }

    /** The bolt is somewhere else now; reported where that was asked for. */
    void move(int state) {
        if (relock != null) {
            relock.cancel();
            relock = null;
        }
        boolean moved = state() != state;
        DoorLockAttribute attribute = DoorLockAttribute.LOCK_STATE;
        node.attributes(Clusters.DOOR_LOCK)
                .put(attribute.id(), attribute.with(state).value());
        if (moved) {
            node.timers().schedule(Duration.ofMillis(30), () -> node.report(Clusters.DOOR_LOCK, attribute.id()));
        }
    }

    /** Everything as it left the factory; the network is forgotten elsewhere. */
    void factoryReset() {
        pins.clear();
        tags.clear();
        schedules.forgetAll();
        clock.stop();
        events.end();
    }

    /** Digits of everybody, for those who look inside. */
    List<Integer> occupied() {
        return new ArrayList<>(pins.all().keySet());
    }
}
