// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop.zigbee;

import static org.assertj.core.api.Assertions.assertThat;

import com.zsmartsystems.zigbee.CommandResult;
import com.zsmartsystems.zigbee.ExtendedPanId;
import com.zsmartsystems.zigbee.IeeeAddress;
import com.zsmartsystems.zigbee.ZigBeeChannel;
import com.zsmartsystems.zigbee.ZigBeeEndpoint;
import com.zsmartsystems.zigbee.ZigBeeEndpointAddress;
import com.zsmartsystems.zigbee.ZigBeeNetworkManager;
import com.zsmartsystems.zigbee.ZigBeeNode;
import com.zsmartsystems.zigbee.ZigBeeStatus;
import com.zsmartsystems.zigbee.app.discovery.ZigBeeDiscoveryExtension;
import com.zsmartsystems.zigbee.database.ZigBeeNetworkDataStore;
import com.zsmartsystems.zigbee.database.ZigBeeNodeDao;
import com.zsmartsystems.zigbee.dongle.ember.ZigBeeDongleEzsp;
import com.zsmartsystems.zigbee.dongle.ember.ezsp.EzspFrame;
import com.zsmartsystems.zigbee.security.ZigBeeKey;
import com.zsmartsystems.zigbee.serialization.DefaultDeserializer;
import com.zsmartsystems.zigbee.serialization.DefaultSerializer;
import com.zsmartsystems.zigbee.zcl.ZclCommand;
import com.zsmartsystems.zigbee.zcl.clusters.ZclDoorLockCluster;
import com.zsmartsystems.zigbee.zcl.clusters.doorlock.GetPinCodeResponse;
import com.zsmartsystems.zigbee.zcl.clusters.doorlock.OperationEventNotification;
import com.zsmartsystems.zigbee.zcl.clusters.doorlock.ProgrammingEventNotification;
import com.zsmartsystems.zigbee.zcl.clusters.doorlock.SetPinCodeResponse;
import com.zsmartsystems.zigbee.zcl.clusters.general.ReadAttributesResponse;
import com.zsmartsystems.zigbee.zcl.field.ByteArray;
import com.zsmartsystems.zigbee.zcl.field.ReadAttributeStatusRecord;
import com.zsmartsystems.zigbee.zdo.command.NodeDescriptorRequest;
import dev.lockcred.interop.DriverHost;
import dev.lockcred.simulators.zigbee.LockModel;
import dev.lockcred.simulators.zigbee.LockModel.Quirk;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * com.zsmartsystems.zigbee, which nobody here wrote, as the host of our simulated coordinator, in this JVM: the older versions of
 * EZSP that herdsman does not speak any more. Its version is a static of its own, so one test after the other.
 */
class ZsmartsystemsIT {

    private static final LockModel TALKATIVE = LockModel.REFERENCE.with(Quirk.NO_MASKS);

    /** The version of EZSP in which a session begins. */
    private static final int FIRST_WORDS = 4;

    /** Ten looks are a second. */
    private static final int LOOKS_BEFORE_A_NUDGE = 20;

    private static final int LOOKS_BEFORE_A_KEY_IS_PRESSED = 150;

    /** Its database, for one run. */
    private static final class Memory implements ZigBeeNetworkDataStore {
        private final ConcurrentHashMap<IeeeAddress, ZigBeeNodeDao> nodes = new ConcurrentHashMap<>();

        @Override
        public Set<IeeeAddress> readNetworkNodes() {
            return nodes.keySet();
        }

        @Override
        public ZigBeeNodeDao readNode(IeeeAddress address) {
            return nodes.get(address);
        }

        @Override
        public void writeNode(ZigBeeNodeDao node) {
            nodes.put(node.getIeeeAddress(), node);
        }

        @Override
        public void removeNode(IeeeAddress address) {
            nodes.remove(address);
        }
    }

    private static ByteArray digits(String pin) {
        return new ByteArray(pin.getBytes(StandardCharsets.US_ASCII));
    }

    /** The library, and where it is to find the lock. */
    private record Host(ZigBeeNetworkManager manager, IeeeAddress address) {

        Optional<ZclDoorLockCluster> lock() {
            ZigBeeNode node = manager.getNode(address);
            if (node == null) {
                return Optional.empty();
            }
            for (ZigBeeEndpoint endpoint : node.getEndpoints()) {
                if (endpoint.getInputCluster(ZclDoorLockCluster.CLUSTER_ID) instanceof ZclDoorLockCluster cluster) {
                    return Optional.of(cluster);
                }
            }
            return Optional.empty();
        }

        /** Waits for the answer to a command. Not in their {@code get}, which gives up what it has waited for too long. */
        CommandResult done(Future<CommandResult> command) throws Exception {
            var looks = new AtomicInteger();
            DriverHost.until("an answer", () -> {
                if (!command.isDone() && looks.incrementAndGet() % LOOKS_BEFORE_A_NUDGE == 0) {
                    nudge();
                }
                return command.isDone();
            });
            CommandResult result = command.get();
            assertThat(result.isTimeout()).as("an answer came").isFalse();
            return result;
        }

        /**
         * Asks the lock something for whose answer nobody waits. Their queue pauses after each frame, and sets no timer if the pause ends
         * in the very millisecond between looking whether it is over and looking how long it still lasts: what is in the queue then stays
         * there until anything else is sent.
         */
        void nudge() {
            ZigBeeNode node = manager.getNode(address);
            if (node != null) {
                var question = new NodeDescriptorRequest(node.getNetworkAddress());
                question.setDestinationAddress(new ZigBeeEndpointAddress(node.getNetworkAddress()));
                manager.sendTransaction(question);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 11, 12, 13})
    void formsDiscoversCommandsAndHears(int version) throws Exception {
        try (var stick = new SimulatedStick(version, TALKATIVE)) {
            EzspFrame.setEzspVersion(FIRST_WORDS); // a static of theirs that the run before has left
            var manager = new ZigBeeNetworkManager(new ZigBeeDongleEzsp(new SocketStick(stick.port())));
            manager.setNetworkDataStore(new Memory());
            manager.setSerializer(DefaultSerializer.class, DefaultDeserializer.class);
            assertThat(manager.initialize()).isEqualTo(ZigBeeStatus.SUCCESS);
            try {
                manager.addExtension(new ZigBeeDiscoveryExtension());
                manager.addSupportedClientCluster(ZclDoorLockCluster.CLUSTER_ID);
                manager.setZigBeeChannel(ZigBeeChannel.CHANNEL_15);
                manager.setZigBeePanId(0x1A62);
                manager.setZigBeeExtendedPanId(new ExtendedPanId("00C0DE00FEED0002"));
                manager.setZigBeeNetworkKey(new ZigBeeKey("7F1D2C3B4A5968778695A4B3C2D1E0F0"));
                manager.setZigBeeLinkKey(new ZigBeeKey("5A6967426565416C6C69616E63653039"));
                assertThat(manager.startup(true)).isEqualTo(ZigBeeStatus.SUCCESS);
                assertThat(stick.call(stick.sim::isFormed)).isTrue();
                // As its network comes up it closes it, in a thread of its own, and so once more after we opened it.
                DriverHost.until("the lock joins", () -> {
                    assertThat(manager.permitJoin(60)).isEqualTo(ZigBeeStatus.SUCCESS);
                    return stick.call(stick.lock::join).equals("joined");
                });
                var host = new Host(manager, new IeeeAddress(stick.lock.eui64().toString()));
                var looks = new AtomicInteger();
                DriverHost.until("the discovery", () -> {
                    int look = looks.incrementAndGet();
                    if (look % LOOKS_BEFORE_A_KEY_IS_PRESSED == 0) { // their discovery may give up
                        stick.run(stick.lock::announce);
                        manager.rediscoverNode(host.address());
                    } else if (look % LOOKS_BEFORE_A_NUDGE == 0) {
                        host.nudge();
                    }
                    return host.lock().isPresent();
                });

                useTheLock(stick, host);
            } finally {
                manager.shutdown();
            }
        }
    }

    @SuppressWarnings("deprecation") // one method for each command, which the library would rather have as objects
    private static void useTheLock(SimulatedStick stick, Host host) throws Exception {
        ZclDoorLockCluster lock = host.lock().orElseThrow();
        var heard = new CopyOnWriteArrayList<ZclCommand>();
        lock.addCommandListener(command -> {
            heard.add(command);
            return false;
        });
        var coordinator = new IeeeAddress(dev.lockcred.simulators.zigbee.ZigbeeSimulator.COORDINATOR.toString());
        host.done(lock.bind(coordinator, 1));
        host.done(lock.setSendPinOverTheAir(true));

        SetPinCodeResponse set =
                host.done(lock.setPinCode(4, 1, 0, digits("482913"))).getResponse();
        assertThat(set.getStatus()).isZero();
        assertThat(stick.call(() -> stick.lock.digits(4))).contains("482913");
        SetPinCodeResponse twice =
                host.done(lock.setPinCode(5, 1, 0, digits("482913"))).getResponse();
        assertThat(twice.getStatus()).isEqualTo(3);
        GetPinCodeResponse get = host.done(lock.getPinCode(4)).getResponse();
        assertThat(get.getUserStatus()).isEqualTo(1);
        assertThat(get.getCode().get()).isEqualTo("482913".getBytes(StandardCharsets.US_ASCII));
        host.done(lock.setUserStatus(4, 3));
        assertThat(stick.call(() -> stick.lock.status(4))).hasValue(3);
        host.done(lock.setUserStatus(4, 1));
        host.done(lock.lockDoorCommand(digits("")));
        assertThat(stick.call(stick.lock::isLocked)).isTrue();
        host.done(lock.unlockDoorCommand(digits("482913")));
        assertThat(stick.call(stick.lock::isLocked)).isFalse();
        ReadAttributesResponse read = host.done(lock.readAttribute(ZclDoorLockCluster.ATTR_NUMPINUSERSSUPPORTED))
                .getResponse();
        assertThat(read.getRecords())
                .singleElement()
                .extracting(ReadAttributeStatusRecord::getAttributeValue)
                .isEqualTo(30);

        stick.run(() -> stick.lock.type("482913"));
        DriverHost.until(
                "the keypad event",
                () -> heard.stream()
                        .anyMatch(c -> c instanceof OperationEventNotification e
                                && e.getOperationEventSource() == 0
                                && e.getUserId() == 4));
        host.done(lock.clearPinCode(4));
        DriverHost.until(
                "the programming event",
                () -> heard.stream()
                        .anyMatch(c -> c instanceof ProgrammingEventNotification e && e.getProgramEventCode() == 3));
        host.done(lock.clearAllPinCodes());
        assertThat(stick.call(stick.lock::occupied)).isEmpty();
    }
}
