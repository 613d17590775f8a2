// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.Timers;
import dev.lockcred.zigbee.internal.ezsp.ApsFrame;
import dev.lockcred.zigbee.internal.ezsp.FrameId;
import dev.lockcred.zigbee.internal.ezsp.NetworkParameters;
import dev.lockcred.zigbee.internal.zcl.Clusters;
import dev.lockcred.zigbee.network.Eui64;
import dev.lockcred.zigbee.network.ZigbeeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * A Silicon Labs coordinator of one EZSP version with a network of simulated locks.
 *
 * <pre>{@code
 * var sim = new ZigbeeSimulator(time, new Seed(1).random("air"), 13).formed();
 * SimulatedZigbeeLock lock = sim.lock(LockModel.YALE);
 * sim.admit(lock);
 * wires.device(PORT, sim::attach);
 * lock.type("482913");
 * }</pre>
 *
 * <p>Hosts come and go; the network stays. Confined to the executor that runs the timers' tasks.
 */
public final class ZigbeeSimulator {

    /** The address of the stick. */
    public static final Eui64 COORDINATOR = Eui64.parse("000d6f000b0b0b01");

    private static final long FIRST_LOCK = 0x000D6F0000C0DE01L;
    private static final int WATCHDOG = 0x03;
    private static final int ASSERTION = 0x06;

    private final Traffic traffic = new Traffic();
    private final Air air;
    private final SimulatedNcp ncp;
    private final List<SimulatedZigbeeLock> locks = new ArrayList<>();

    /**
     * A stick on no network.
     *
     * @param random decides losses and short addresses
     * @param version of EZSP, 4 to 19
     */
    public ZigbeeSimulator(Timers timers, RandomGenerator random, int version) {
        this(timers, random, version, COORDINATOR);
    }

    /** The same with another address, for a stick that takes the place of one. */
    public ZigbeeSimulator(Timers timers, RandomGenerator random, int version, Eui64 eui64) {
        this(timers, timers, random, version, eui64);
    }

    /** The same with a time of its own for the air and the locks, who sleep most of it; the line to the host keeps the other. */
    public ZigbeeSimulator(Timers timers, Timers outside, RandomGenerator random, int version, Eui64 eui64) {
        this.air = new Air(outside, random);
        this.ncp = new SimulatedNcp(timers, version, eui64, air, traffic);
    }

    /** Puts it on a network it has been on for years. */
    public ZigbeeSimulator formed() {
        NcpTokens tokens = ncp.tokens();
        tokens.network =
                Optional.of(new NetworkParameters(Eui64.parse("00c0de00feed0001"), 0x1A62, 8, 15, 0, 0, 0, 0x07FFF800));
        tokens.networkKey = ZigbeeKey.parse("7f1d2c3b4a5968778695a4b3c2d1e0f0");
        tokens.linkKey = ZigbeeKey.parse("112233445566778899aabbccddeeff01");
        tokens.hashedLinkKeys = true;
        tokens.frameCounter = 4096;
        return this;
    }

    /** A host opened the port. The host before it loses its own. */
    public void attach(BytePort port) {
        ncp.attach(port);
    }

    /** A new lock, on no network. */
    public SimulatedZigbeeLock lock(LockModel model) {
        return lock(model, new Eui64(FIRST_LOCK + locks.size()));
    }

    /** A new lock with this address. */
    public SimulatedZigbeeLock lock(LockModel model, Eui64 eui64) {
        var node = new ZigbeeNode(air, ncp.network(), eui64, model.sleep());
        var lock = new SimulatedZigbeeLock(node, model, air);
        locks.add(lock);
        return lock;
    }

    /** Makes a lock a member as if it had joined long ago; the stick must be on a network. */
    public SimulatedZigbeeLock admit(SimulatedZigbeeLock lock) {
        lock.node().moveTo(air.freeNodeId());
        ncp.network().admit(lock.node(), ncp.tokens().linkKey);
        return lock;
    }

    public List<SimulatedZigbeeLock> locks() {
        return List.copyOf(locks);
    }

    public Air air() {
        return air;
    }

    public LineFaults line() {
        return ncp.line();
    }

    /** What passed so far. */
    public Traffic.Counts traffic() {
        return traffic.counts();
    }

    /** Frames that were on the air so far, acknowledgements and repeats included. */
    public int framesOnAir() {
        return air.frames();
    }

    /** A configuration value a host has set, by its number in EZSP. */
    public OptionalInt configured(int id) {
        Integer value = ncp.ram().configuration.get(id);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    /** Whether a host asked for routes to far nodes to be kept at the coordinator. */
    public boolean isConcentrator() {
        return ncp.ram().concentrator;
    }

    /** Whether a host asked for a child to be kept although it is silent for long. */
    public boolean expectsSleepOf(SimulatedZigbeeLock lock) {
        return ncp.ram().extendedTimeouts.getOrDefault(lock.eui64(), false);
    }

    /** Whether the stick remembers a network. */
    public boolean isFormed() {
        return ncp.tokens().network.isPresent();
    }

    /** Whether strangers may join now. */
    public boolean isOpen() {
        return ncp.ram().open;
    }

    /** Messages sent under the network key so far. */
    public long frameCounter() {
        return ncp.tokens().frameCounter;
    }

    public int panId() {
        return ncp.tokens().network.map(NetworkParameters::panId).orElse(0xFFFF);
    }

    /** The network's name, as it is on the air; none while there is no network. */
    public Eui64 extendedPanId() {
        return ncp.tokens().network.map(NetworkParameters::extendedPanId).orElse(Eui64.NONE);
    }

    /** Pulls this stick out and plugs another in: a blank one, in the same air, with other counters. */
    public void replaceStick(Eui64 eui64) {
        ncp.replaced(eui64);
    }

    // ---- what goes wrong with the stick

    /** Restarts without being asked; the host hears of it. */
    public void restart() {
        ncp.restart(WATCHDOG);
    }

    /** Restarts instead of answering the next message to a node. */
    public void restartInsteadOfSending() {
        ncp.interrupt(FrameId.SEND_UNICAST, ash -> ncp.restart(WATCHDOG));
    }

    /** Gives up instead of answering the next message to a node: ERROR to everything but a reset. */
    public void failInsteadOfSending() {
        ncp.interrupt(FrameId.SEND_UNICAST, ash -> ash.fail(ASSERTION));
    }

    /** Hangs at the next message to a node, until the port is opened anew. */
    public void hangInsteadOfSending() {
        ncp.interrupt(FrameId.SEND_UNICAST, AshServer::die);
    }

    /** Two networks met under one PAN id; the stack takes another. */
    public void changePanId(int panId) {
        ncp.network().changePanId(panId);
    }

    /** Somebody renewed the network key with another tool; locks that were asleep did not hear of it. */
    public void foreignKey(ZigbeeKey key) {
        ncp.tokens().networkKey = key;
    }

    /** The stick waits in its bootloader. */
    public void bootloader() {
        ncp.firmware(SimulatedNcp.Firmware.BOOTLOADER);
    }

    /** It is a Z-Wave stick. */
    public void zwave() {
        ncp.firmware(SimulatedNcp.Firmware.ZWAVE);
    }

    /** Its firmware makes it a Thread radio. */
    public void thread() {
        ncp.firmware(SimulatedNcp.Firmware.THREAD);
    }

    /** Nothing answers. */
    public void silent() {
        ncp.firmware(SimulatedNcp.Firmware.SILENT);
    }

    /** Somebody who has the network key, and not the lock's link key, says something in the lock's name. */
    public void forgeInClear(SimulatedZigbeeLock victim, byte[] frame) {
        var aps = new ApsFrame(
                Clusters.PROFILE_HOME_AUTOMATION,
                Clusters.DOOR_LOCK,
                victim.model().endpoint(),
                1,
                ApsFrame.OPTION_RETRY,
                0,
                0xF0);
        ncp.incoming(victim.node(), aps, frame, 0);
    }

    /** Puts bytes that are no frame on the line. */
    public void babble(byte[] bytes) {
        ncp.host().ifPresent(ash -> ash.babble(bytes));
    }
}
