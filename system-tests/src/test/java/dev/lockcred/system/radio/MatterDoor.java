// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.radio;

import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.simulators.matter.LockProfile;
import dev.lockcred.simulators.matter.MatterBridgeSimulator;

/** A lock behind the simulated Matter server. */
record MatterDoor(MatterBridgeSimulator bridge, String node, LockProfile profile) implements Door {

    static MatterDoor of(MatterBridgeSimulator bridge, String node, LockProfile profile) {
        bridge.node(node, profile);
        bridge.clock(node);
        return new MatterDoor(bridge, node, profile);
    }

    @Override
    public Lock lock() {
        return Lock.of(LockId.of("matter-" + node), "thread", node + "/" + profile.endpoint());
    }

    @Override
    public boolean opens(String digits) {
        return bridge.node(node).lock().opens(digits);
    }

    @Override
    public void type(String digits) {
        bridge.keypad(node, digits);
    }

    @Override
    public void program(int slot, String digits) {
        bridge.localUser(node, bridge.node(node).lock().freeUser(), digits, slot);
    }

    @Override
    public void away() {
        bridge.faults().offline(bridge.node(node));
    }

    @Override
    public void back() {
        bridge.faults().online(bridge.node(node));
    }

    @Override
    public void loseNextAnswer() {
        bridge.faults().loseAnswer("");
    }

    @Override
    public long messages() {
        return bridge.invokes().size();
    }
}
