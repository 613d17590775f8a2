// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.host;

import dev.lockcred.spi.Timers;
import dev.lockcred.spi.TraceLine;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.ezsp.ApsFrame;
import dev.lockcred.zigbee.internal.ezsp.EzspCallback.IncomingMessage;
import dev.lockcred.zigbee.internal.lock.ZigbeeTime;
import dev.lockcred.zigbee.internal.net.Coordinator;
import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.internal.zcl.AlarmsCommand;
import dev.lockcred.zigbee.internal.zcl.Clusters;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse;
import dev.lockcred.zigbee.internal.zcl.GeneralCommand;
import dev.lockcred.zigbee.internal.zcl.GeneralCommand.ReadResult;
import dev.lockcred.zigbee.internal.zcl.ZclFrame;
import dev.lockcred.zigbee.internal.zcl.ZclSecrets;
import dev.lockcred.zigbee.internal.zcl.ZclStatus;
import dev.lockcred.zigbee.internal.zcl.ZclValue;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a device sent, and what it is owed: the default response it repeats itself for, the time, an answer to its check-in. A
 * default response leaves before anybody hears of the event, so that its cost belongs to whoever caused it. Confined to the
 * lane.
 */
final class Inbox {

    private static final Logger log = LoggerFactory.getLogger(Inbox.class);

    private static final long REPETITION = Duration.ofSeconds(8).toNanos();

    private static final int OTA_QUERY_NEXT_IMAGE = 0x01;
    private static final int OTA_QUERY_RESPONSE = 0x02;
    private static final int OTA_NO_IMAGE = 0x98;

    private final Timers timers;
    private final BiConsumer<TraceLine.Direction, String> trace;
    private final Consumer<Device> awake;
    private long dropped;

    /**
     * @param awake told of a device that checks in, before it is answered
     */
    Inbox(Timers timers, BiConsumer<TraceLine.Direction, String> trace, Consumer<Device> awake) {
        this.timers = timers;
        this.trace = trace;
        this.awake = awake;
    }

    /** Takes a message of the home automation profile from a device that is known. */
    void take(Device device, IncomingMessage message) {
        int cluster = message.aps().cluster();
        byte[] bytes = message.message().toByteArray();
        trace.accept(TraceLine.Direction.RECEIVED, device.peer().eui64() + " " + ZclSecrets.dump(cluster, bytes));
        ZclFrame frame;
        try {
            frame = ZclFrame.decode(bytes);
        } catch (MalformedFrameException e) {
            log.debug("dropped a frame of {}: {}", device.peer().eui64(), e.getMessage());
            return;
        }
        boolean encrypted = (message.aps().options() & ApsFrame.OPTION_ENCRYPT) != 0;
        if (cluster == Clusters.DOOR_LOCK && device.link().wantsApsEncryption() && !encrypted) {
            // The lock promised to encrypt for us alone: what comes without may come from anybody with the network key.
            dropped++;
            if (dropped == 1) {
                log.warn(
                        "dropped an unencrypted door lock frame that claims to come from {}; more are only counted",
                        device.peer().eui64());
            }
            log.debug("{} unencrypted door lock frames dropped so far", dropped);
            return;
        }
        int endpoint = message.aps().sourceEndpoint();
        if (!device.peer().onFrame(cluster, endpoint, frame)) {
            if (frame.fromServer()) {
                fromServer(device, cluster, endpoint, frame);
            } else {
                toOurServer(device, cluster, endpoint, frame);
            }
        }
        device.lock().touch();
    }

    private void fromServer(Device device, int cluster, int endpoint, ZclFrame frame) {
        boolean notification = frame.clusterSpecific()
                ? isNotification(cluster, frame.command())
                : frame.command() == GeneralCommand.REPORT;
        if (!notification) {
            return; // the late answer to a question nobody asks any more
        }
        boolean repetition = device.isRepetition(frame, timers.nanoTime(), REPETITION);
        try {
            if (cluster == Clusters.POLL_CONTROL && frame.clusterSpecific()) {
                awake.accept(device);
                answer(
                        device,
                        cluster,
                        endpoint,
                        ZclFrame.cluster(
                                false, true, frame.sequence(), device.peer().onCheckIn(endpoint)));
                return;
            }
            defaultResponse(device, cluster, endpoint, frame, ZclStatus.SUCCESS);
            if (!repetition) {
                tell(device, cluster, frame);
            }
        } catch (MalformedFrameException e) {
            log.debug(
                    "{} says something that is not understood: {}",
                    device.peer().eui64(),
                    e.getMessage());
        }
    }

    private static boolean isNotification(int cluster, int command) {
        return switch (cluster) {
            case Clusters.DOOR_LOCK ->
                command == DoorLockResponse.OPERATION_EVENT || command == DoorLockResponse.PROGRAMMING_EVENT;
            case Clusters.ALARMS, Clusters.POLL_CONTROL -> command == 0x00;
            default -> true; // vendors' own clusters: whatever it is, the device wants to be told that it arrived
        };
    }

    private static void tell(Device device, int cluster, ZclFrame frame) throws MalformedFrameException {
        if (!frame.clusterSpecific()) {
            if (frame.generalCommand() instanceof GeneralCommand.Report report) {
                report.attributes().forEach(a -> device.lock().onReport(cluster, a));
            }
        } else if (cluster == Clusters.DOOR_LOCK) {
            device.lock().onNotification(DoorLockResponse.decode(frame));
        } else if (cluster == Clusters.ALARMS && AlarmsCommand.decode(frame) instanceof AlarmsCommand.Alarm alarm) {
            device.lock().onAlarm(alarm);
        }
    }

    private void toOurServer(Device device, int cluster, int endpoint, ZclFrame frame) {
        try {
            if (!frame.clusterSpecific()) {
                if (frame.generalCommand() instanceof GeneralCommand.Read read) {
                    var results = read.attributes().stream()
                            .map(id -> attribute(device, cluster, id))
                            .toList();
                    answer(
                            device,
                            cluster,
                            endpoint,
                            ZclFrame.general(true, true, frame.sequence(), new GeneralCommand.ReadResponse(results)));
                } else if (frame.command() != GeneralCommand.DEFAULT_RESPONSE) {
                    defaultResponse(device, cluster, endpoint, frame, ZclStatus.UNSUPPORTED_GENERAL_COMMAND);
                }
            } else if (cluster == Clusters.OTA_UPGRADE && frame.command() == OTA_QUERY_NEXT_IMAGE) {
                var none = new ZclFrame(
                        true,
                        OptionalInt.empty(),
                        true,
                        true,
                        frame.sequence(),
                        OTA_QUERY_RESPONSE,
                        Octets.of(new ByteWriter().u8(OTA_NO_IMAGE).toByteArray()));
                answer(device, cluster, endpoint, none);
            } else {
                defaultResponse(device, cluster, endpoint, frame, ZclStatus.UNSUPPORTED_CLUSTER_COMMAND);
            }
        } catch (MalformedFrameException e) {
            defaultResponse(device, cluster, endpoint, frame, ZclStatus.MALFORMED_COMMAND);
        }
    }

    private ReadResult attribute(Device device, int cluster, int id) {
        if (cluster == Clusters.TIME) {
            return ZigbeeTime.attribute(id, timers.now(), device.lock().zone());
        }
        if (cluster == Clusters.BASIC) {
            return switch (id) {
                case Clusters.Basic.ZCL_VERSION -> ReadResult.of(id, ZclValue.number(ZclValue.U8, 8));
                case Clusters.Basic.MANUFACTURER_NAME -> ReadResult.of(id, ZclValue.text("LockCred"));
                case Clusters.Basic.POWER_SOURCE -> ReadResult.of(id, ZclValue.number(ZclValue.ENUM8, 4));
                default -> ReadResult.failed(id, ZclStatus.UNSUPPORTED_ATTRIBUTE);
            };
        }
        return ReadResult.failed(id, ZclStatus.UNSUPPORTED_ATTRIBUTE);
    }

    private void defaultResponse(Device device, int cluster, int endpoint, ZclFrame frame, int status) {
        if (status == ZclStatus.SUCCESS && frame.noDefaultResponse()) {
            return;
        }
        ZclFrame response = ZclFrame.general(
                !frame.fromServer(),
                true,
                frame.sequence(),
                new GeneralCommand.DefaultResponse(frame.command(), status));
        answer(
                device,
                cluster,
                endpoint,
                frame.manufacturer().isPresent()
                        ? response.withManufacturer(frame.manufacturer().getAsInt())
                        : response);
    }

    private void answer(Device device, int cluster, int endpoint, ZclFrame frame) {
        byte[] bytes = frame.encode();
        trace.accept(TraceLine.Direction.SENT, device.peer().eui64() + " " + ZclSecrets.dump(cluster, bytes));
        device.peer()
                .tell(
                        cluster,
                        Clusters.PROFILE_HOME_AUTOMATION,
                        Coordinator.ENDPOINT,
                        endpoint,
                        cluster == Clusters.DOOR_LOCK && device.link().wantsApsEncryption(),
                        bytes);
    }
}
