// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.fake;

import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.ezsp.ApsFrame;
import dev.lockcred.zigbee.internal.ezsp.EzspCallback;
import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.internal.zcl.AlarmsCommand;
import dev.lockcred.zigbee.internal.zcl.ClusterCommand;
import dev.lockcred.zigbee.internal.zcl.Clusters;
import dev.lockcred.zigbee.internal.zcl.DoorLockAttribute;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand.Medium;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand.ScheduleKind;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse;
import dev.lockcred.zigbee.internal.zcl.GeneralCommand;
import dev.lockcred.zigbee.internal.zcl.PollControlCommand;
import dev.lockcred.zigbee.internal.zcl.ZclFrame;
import dev.lockcred.zigbee.internal.zcl.ZclStatus;
import dev.lockcred.zigbee.internal.zcl.ZclValue;
import dev.lockcred.zigbee.internal.zdo.ZdoMessage;
import dev.lockcred.zigbee.internal.zdo.ZdoRequest;
import dev.lockcred.zigbee.internal.zdo.ZdoResponse;
import dev.lockcred.zigbee.network.Eui64;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** A lock for tests of the driver, with what real locks do wrong as switches. */
public final class FakeLock {

    private static final int BIND_RESPONSE = 0x8021;
    private static final Duration EVENT_DELAY = Duration.ofMillis(50);

    private final Eui64 eui64;
    private final int nodeId;
    private final TreeMap<Integer, Slot> pins = new TreeMap<>();
    private final TreeMap<String, DoorLockResponse> schedules = new TreeMap<>();
    private final TreeMap<Integer, ZclValue> attributes = new TreeMap<>();
    private final List<DoorLockResponse.LogRecord> log = new ArrayList<>();
    private final List<ZclFrame> heard = new ArrayList<>();
    private FakeStick stick;
    private int sequence = 0x40;
    private boolean silent;
    private boolean loseNext;
    private boolean pretendNext;
    private int writes;
    private int frames;

    public int endpoint = 1;
    public boolean programmingEvents = true;
    public boolean operationEvents = true;
    /** Answers its own commands without saying anything: the payload is missing. */
    public boolean answersNothing;

    public boolean duplicateOnOwnSlot;
    public boolean getPinSupported = true;
    public boolean sleepy;
    public boolean defaultResponseWanted = true;
    public long clock;
    public String model = "Test Lock 1";

    private record Slot(int status, int type, String digits) {}

    public FakeLock(Eui64 eui64, int nodeId) {
        this.eui64 = eui64;
        this.nodeId = nodeId;
        put(DoorLockAttribute.LOCK_STATE, 1);
        put(DoorLockAttribute.NUMBER_OF_TOTAL_USERS, 30);
        put(DoorLockAttribute.NUMBER_OF_PIN_USERS, 30);
        put(DoorLockAttribute.NUMBER_OF_RFID_USERS, 0);
        put(DoorLockAttribute.NUMBER_OF_WEEK_DAY_SCHEDULES, 2);
        put(DoorLockAttribute.NUMBER_OF_YEAR_DAY_SCHEDULES, 1);
        put(DoorLockAttribute.MAX_PIN_LENGTH, 8);
        put(DoorLockAttribute.MIN_PIN_LENGTH, 4);
        put(DoorLockAttribute.SEND_PIN_OVER_THE_AIR, 1);
        put(DoorLockAttribute.NUMBER_OF_LOG_RECORDS, 50);
        put(DoorLockAttribute.AUTO_RELOCK_TIME, 30);
        put(DoorLockAttribute.KEYPAD_PROGRAMMING_MASK, 0);
    }

    public void put(DoorLockAttribute attribute, long value) {
        attributes.put(attribute.id(), ZclValue.number(attribute.type(), value));
    }

    public void remove(DoorLockAttribute attribute) {
        attributes.remove(attribute.id());
    }

    void attach(FakeStick newStick) {
        stick = newStick;
    }

    public Eui64 eui64() {
        return eui64;
    }

    public int nodeId() {
        return nodeId;
    }

    boolean hears() {
        return !silent;
    }

    public void silent(boolean value) {
        silent = value;
    }

    public void loseNextAnswer() {
        loseNext = true;
    }

    public void pretendNext() {
        pretendNext = true;
    }

    public int writes() {
        return writes;
    }

    /** Frames of the cluster library, both ways. */
    public int frames() {
        return frames;
    }

    public List<ZclFrame> heard() {
        return heard;
    }

    public Optional<String> digits(int slot) {
        return Optional.ofNullable(pins.get(slot)).map(Slot::digits);
    }

    // ---- at the door

    public void program(int slot, String digits) {
        pins.put(slot, new Slot(1, 0, digits));
        programming(0, 2, slot);
    }

    public void type(String digits) {
        Optional<Integer> slot = pins.entrySet().stream()
                .filter(e ->
                        e.getValue().digits().equals(digits) && e.getValue().status() == 1)
                .map(java.util.Map.Entry::getKey)
                .findFirst();
        operation(0, slot.isPresent() ? 2 : 5, slot.orElse(0xFFFF));
    }

    public void turnByHand() {
        operation(2, 0x0E, 0xFFFF);
    }

    public void alarm(int code) {
        send(Clusters.ALARMS, new AlarmsCommand.Alarm(code, Clusters.DOOR_LOCK));
    }

    public void report(int cluster, int attribute, ZclValue value) {
        frames++;
        send(
                cluster,
                ZclFrame.general(
                        true,
                        false,
                        next(),
                        new GeneralCommand.Report(List.of(new GeneralCommand.Attribute(attribute, value)))));
    }

    public void checkIn() {
        send(Clusters.POLL_CONTROL, new PollControlCommand.CheckIn());
    }

    /** Joins as a stranger. */
    public void join() {
        stick.callback(new EzspCallback.TrustCenterJoin(nodeId, eui64, 1, 0, 0));
        byte[] announce =
                new ZdoMessage.Frame(1, new ZdoRequest.DeviceAnnounce(nodeId, eui64, sleepy ? 0x80 : 0x8E)).encode();
        stick.fromNode(this, 0, ZdoRequest.DeviceAnnounce.CLUSTER, 0, 0, 0, announce);
    }

    private void operation(int source, int code, int user) {
        logRecord(0, source, code, user);
        if (!operationEvents) {
            return;
        }
        send(
                Clusters.DOOR_LOCK,
                new DoorLockResponse.OperationEvent(source, code, user, Octets.EMPTY, 0xFFFFFFFFL, Optional.empty()));
    }

    private void programming(int source, int code, int user) {
        logRecord(1, source, code, user);
        if (programmingEvents) {
            send(
                    Clusters.DOOR_LOCK,
                    new DoorLockResponse.ProgrammingEvent(
                            source, code, user, Octets.EMPTY, 0, 1, 0xFFFFFFFFL, Optional.empty()));
        }
    }

    private void logRecord(int type, int source, int code, int user) {
        log.add(new DoorLockResponse.LogRecord(log.size() + 1, 0xFFFFFFFFL, type, source, code, user, Octets.EMPTY));
    }

    private void send(int cluster, ClusterCommand command) {
        frames++;
        send(cluster, ZclFrame.cluster(true, !defaultResponseWanted, next(), command));
    }

    /** Sends a frame as it is. */
    public void send(int cluster, ZclFrame frame) {
        if (!silent) {
            stick.fromNode(this, 0x0104, cluster, endpoint, 1, 0, frame.encode());
        }
    }

    public int next() {
        sequence = sequence + 1 & 0xFF;
        return sequence;
    }

    // ---- on the air

    void onMessage(ApsFrame aps, byte[] message) {
        if (silent) {
            return;
        }
        try {
            if (aps.profile() == 0) {
                onZdo(aps.cluster(), message);
            } else {
                onZcl(aps.cluster(), ZclFrame.decode(message));
            }
        } catch (MalformedFrameException e) {
            throw new AssertionError("the host sent a malformed frame", e);
        }
    }

    private void onZdo(int cluster, byte[] message) throws MalformedFrameException {
        ZdoMessage.Frame frame = ZdoMessage.Frame.decode(cluster, message);
        ZdoMessage request = frame.message();
        ZdoMessage answer;
        if (request instanceof ZdoRequest.NodeDescriptorOf) {
            answer = new ZdoResponse.NodeDescriptor(
                    0,
                    nodeId,
                    new ZdoResponse.Descriptor(
                            sleepy ? 2 : 1, 0x40, sleepy ? 0x80 : 0x8E, 0x1037, 0x7F, 0x64, 0, 0x64, 0));
        } else if (request instanceof ZdoRequest.ActiveEndpointsOf) {
            answer = new ZdoResponse.ActiveEndpoints(0, nodeId, endpoint == 1 ? List.of(1) : List.of(1, endpoint));
        } else if (request instanceof ZdoRequest.SimpleDescriptorOf simple) {
            List<Integer> inputs =
                    simple.endpoint() == endpoint ? List.of(0, 1, 9, 0x000A, 0x0020, 0x0101) : List.of(0, 3);
            answer = new ZdoResponse.SimpleDescriptor(
                    0, nodeId, new ZdoResponse.Endpoint(simple.endpoint(), 0x0104, 0x000A, 0, inputs, List.of(0x19)));
        } else if (request instanceof ZdoRequest.Bind) {
            answer = new ZdoResponse.StatusOnly(BIND_RESPONSE, 0);
        } else {
            return;
        }
        stick.fromNode(this, 0, answer.cluster(), 0, 0, 0, new ZdoMessage.Frame(frame.sequence(), answer).encode());
    }

    private void onZcl(int cluster, ZclFrame frame) throws MalformedFrameException {
        frames++;
        heard.add(frame);
        if (!frame.clusterSpecific()) {
            onGeneral(cluster, frame);
        } else if (cluster == Clusters.DOOR_LOCK) {
            DoorLockCommand command = DoorLockCommand.decode(frame);
            boolean lost = loseNext;
            Optional<DoorLockResponse> answer = act(command);
            if (isWrite(command)) {
                writes++;
            }
            if (lost && answer.isPresent()) {
                loseNext = false;
            } else {
                answer(cluster, frame, answer);
            }
        }
    }

    private static boolean isWrite(DoorLockCommand command) {
        return command instanceof DoorLockCommand.SetCode
                || command instanceof DoorLockCommand.ClearCode
                || command instanceof DoorLockCommand.SetUserStatus;
    }

    private void answer(int cluster, ZclFrame frame, Optional<DoorLockResponse> answer) {
        frames++;
        if (answersNothing && answer.orElse(null) instanceof DoorLockResponse.Status) {
            send(
                    cluster,
                    new ZclFrame(
                            true, OptionalInt.empty(), true, true, frame.sequence(), frame.command(), Octets.EMPTY));
            return;
        }
        send(
                cluster,
                answer.isPresent()
                        ? ZclFrame.cluster(true, true, frame.sequence(), answer.get())
                        : ZclFrame.general(
                                true,
                                true,
                                frame.sequence(),
                                new GeneralCommand.DefaultResponse(
                                        frame.command(), ZclStatus.UNSUPPORTED_CLUSTER_COMMAND)));
    }

    private void onGeneral(int cluster, ZclFrame frame) throws MalformedFrameException {
        GeneralCommand command = frame.generalCommand();
        GeneralCommand answer;
        if (command instanceof GeneralCommand.Read read) {
            answer = new GeneralCommand.ReadResponse(
                    read.attributes().stream().map(id -> read(cluster, id)).toList());
        } else if (command instanceof GeneralCommand.Write write) {
            write.attributes().forEach(a -> {
                if (cluster == Clusters.TIME && a.id() == 0) {
                    clock = a.value().asLong().orElse(0) - stick.time().now().getEpochSecond();
                } else if (cluster == Clusters.DOOR_LOCK) {
                    attributes.put(a.id(), a.value());
                }
            });
            answer = new GeneralCommand.WriteResponse(List.of());
        } else if (command instanceof GeneralCommand.ConfigureReporting) {
            answer = new GeneralCommand.ConfigureReportingResponse(List.of());
        } else {
            return;
        }
        frames++;
        send(cluster, ZclFrame.general(true, true, frame.sequence(), answer));
    }

    private GeneralCommand.ReadResult read(int cluster, int id) {
        if (cluster == Clusters.DOOR_LOCK && attributes.containsKey(id)) {
            return GeneralCommand.ReadResult.of(id, attributes.get(id));
        }
        if (cluster == Clusters.BASIC && id == Clusters.Basic.MANUFACTURER_NAME) {
            return GeneralCommand.ReadResult.of(id, ZclValue.text("Acme"));
        }
        if (cluster == Clusters.BASIC && id == Clusters.Basic.MODEL_IDENTIFIER) {
            return GeneralCommand.ReadResult.of(id, ZclValue.text(model));
        }
        if (cluster == Clusters.TIME && id == 0) {
            return GeneralCommand.ReadResult.of(
                    id, ZclValue.number(ZclValue.UTC, clock + stick.time().now().getEpochSecond()));
        }
        if (cluster == Clusters.POWER_CONFIGURATION && id == Clusters.Power.BATTERY_PERCENTAGE) {
            return GeneralCommand.ReadResult.of(id, ZclValue.number(ZclValue.U8, 180));
        }
        return GeneralCommand.ReadResult.failed(id, ZclStatus.UNSUPPORTED_ATTRIBUTE);
    }

    private Optional<DoorLockResponse> act(DoorLockCommand command) {
        if (command instanceof DoorLockCommand.SetCode set && set.medium() == Medium.PIN) {
            return Optional.of(new DoorLockResponse.Status(0x05, set(set)));
        }
        if (command instanceof DoorLockCommand.GetCode get && get.medium() == Medium.PIN) {
            return getPinSupported ? Optional.of(get(get.user())) : Optional.empty();
        }
        if (command instanceof DoorLockCommand.ClearCode clear && clear.medium() == Medium.PIN) {
            if (pretendNext) {
                pretendNext = false;
            } else if (pins.remove(clear.user()) != null) {
                schedules.keySet().removeIf(k -> k.endsWith("/" + clear.user()));
                later(() -> programming(1, 3, clear.user()));
            }
            return Optional.of(new DoorLockResponse.Status(0x07, 0));
        }
        if (command instanceof DoorLockCommand.SetUserStatus set) {
            Slot slot = pins.get(set.user());
            if (slot == null) {
                return Optional.of(new DoorLockResponse.Status(0x09, 1));
            }
            if (pretendNext) {
                pretendNext = false;
            } else {
                pins.put(set.user(), new Slot(set.status(), slot.type(), slot.digits()));
            }
            return Optional.of(new DoorLockResponse.Status(0x09, 0));
        }
        if (command instanceof DoorLockCommand.Operate operate) {
            boolean lock = operate.motion() == DoorLockCommand.Motion.LOCK;
            put(DoorLockAttribute.LOCK_STATE, lock ? 1 : 2);
            later(() -> operation(1, lock ? 1 : 2, 0xFFFF));
            return Optional.of(new DoorLockResponse.Status(operate.id(), 0));
        }
        if (command instanceof DoorLockCommand.UnlockWithTimeout) {
            put(DoorLockAttribute.LOCK_STATE, 2);
            later(() -> operation(1, 2, 0xFFFF));
            return Optional.of(new DoorLockResponse.Status(0x03, 0));
        }
        if (command instanceof DoorLockCommand.GetLogRecord get) {
            int index = get.index() == 0 ? log.size() : get.index();
            return index < 1 || index > log.size() ? Optional.empty() : Optional.of(log.get(index - 1));
        }
        return schedule(command);
    }

    private Optional<DoorLockResponse> schedule(DoorLockCommand command) {
        if (command instanceof DoorLockCommand.SetWeekDaySchedule s) {
            schedules.put(
                    "w" + s.schedule() + "/" + s.user(),
                    new DoorLockResponse.WeekDaySchedule(
                            s.schedule(),
                            s.user(),
                            0,
                            Optional.of(new DoorLockResponse.WeekDays(
                                    s.days(), s.startHour(), s.startMinute(), s.endHour(), s.endMinute()))));
            return Optional.of(new DoorLockResponse.Status(0x0B, 0));
        }
        if (command instanceof DoorLockCommand.SetYearDaySchedule s) {
            schedules.put(
                    "y" + s.schedule() + "/" + s.user(),
                    new DoorLockResponse.YearDaySchedule(
                            s.schedule(), s.user(), 0, Optional.of(new DoorLockResponse.Period(s.start(), s.end()))));
            return Optional.of(new DoorLockResponse.Status(0x0E, 0));
        }
        if (command instanceof DoorLockCommand.GetSchedule g) {
            boolean week = g.kind() == ScheduleKind.WEEK_DAY;
            DoorLockResponse found = schedules.get((week ? "w" : "y") + g.schedule() + "/" + g.user());
            if (found != null) {
                return Optional.of(found);
            }
            return Optional.of(
                    week
                            ? new DoorLockResponse.WeekDaySchedule(
                                    g.schedule(), g.user(), ZclStatus.NOT_FOUND, Optional.empty())
                            : new DoorLockResponse.YearDaySchedule(
                                    g.schedule(), g.user(), ZclStatus.NOT_FOUND, Optional.empty()));
        }
        if (command instanceof DoorLockCommand.ClearSchedule c) {
            schedules.remove((c.kind() == ScheduleKind.WEEK_DAY ? "w" : "y") + c.schedule() + "/" + c.user());
            return Optional.of(new DoorLockResponse.Status(c.id(), 0));
        }
        if (command instanceof DoorLockCommand.SetUserType t) {
            Slot slot = pins.get(t.user());
            if (slot != null) {
                pins.put(t.user(), new Slot(slot.status(), t.type(), slot.digits()));
            }
            return Optional.of(new DoorLockResponse.Status(0x14, slot == null ? 1 : 0));
        }
        return Optional.empty();
    }

    private int set(DoorLockCommand.SetCode set) {
        String digits = new String(set.code().toByteArray(), java.nio.charset.StandardCharsets.US_ASCII);
        boolean elsewhere = pins.entrySet().stream()
                .anyMatch(e -> e.getKey() != set.user() && e.getValue().digits().equals(digits));
        boolean own = duplicateOnOwnSlot && pins.containsKey(set.user());
        if (elsewhere || own) {
            return DoorLockResponse.SET_DUPLICATE;
        }
        if (pretendNext) {
            pretendNext = false;
            return DoorLockResponse.SET_OK;
        }
        boolean changed = pins.put(set.user(), new Slot(set.status(), set.type(), digits)) != null;
        later(() -> programming(1, changed ? 4 : 2, set.user()));
        return DoorLockResponse.SET_OK;
    }

    private DoorLockResponse get(int user) {
        Slot slot = pins.get(user);
        if (slot == null) {
            return new DoorLockResponse.Code(Medium.PIN, user, 0, 0xFF, Octets.EMPTY);
        }
        boolean shows = Optional.ofNullable(attributes.get(DoorLockAttribute.SEND_PIN_OVER_THE_AIR.id()))
                .map(v -> v.asLong().orElse(0) == 1)
                .orElse(false);
        Octets code =
                shows ? Octets.of(slot.digits().getBytes(java.nio.charset.StandardCharsets.US_ASCII)) : Octets.EMPTY;
        return new DoorLockResponse.Code(Medium.PIN, user, slot.status(), slot.type(), code);
    }

    private void later(Runnable task) {
        stick.time().schedule(EVENT_DELAY, task);
    }
}
