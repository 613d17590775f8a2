// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.radio;

import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.simulators.zwave.SimulatedZWaveNode;
import dev.lockcred.simulators.zwave.ZWaveSimulator;

/** A lock on the simulated Z-Wave network. */
record ZWaveDoor(String name, ZWaveSimulator stick, SimulatedZWaveNode node) implements Door {

    @Override
    public Lock lock() {
        return Lock.of(LockId.of(name), "hall", String.valueOf(node.id())).withAllowPlaintext(true);
    }

    @Override
    public boolean opens(String digits) {
        return node.opens(digits);
    }

    @Override
    public void type(String digits) {
        node.type(digits);
    }

    @Override
    public void program(int slot, String digits) {
        node.program(slot, digits);
    }

    @Override
    public void away() {
        node.deaf(true);
    }

    @Override
    public void back() {
        node.deaf(false);
    }

    @Override
    public void loseNextAnswer() {
        node.loseNextAnswer();
    }

    @Override
    public long messages() {
        return stick.frames(node.id());
    }
}
