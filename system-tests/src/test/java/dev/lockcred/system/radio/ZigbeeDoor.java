// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.radio;

import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.simulators.zigbee.SimulatedZigbeeLock;

/** A lock on the simulated Zigbee network. */
record ZigbeeDoor(String name, SimulatedZigbeeLock device) implements Door {

    private static final int ENABLED = 1;

    @Override
    public Lock lock() {
        return Lock.of(LockId.of(name), "attic", device.eui64().toString());
    }

    @Override
    public boolean opens(String digits) {
        return device.occupied().stream()
                .anyMatch(slot -> device.digits(slot).filter(digits::equals).isPresent()
                        && device.status(slot).orElse(0) == ENABLED);
    }

    @Override
    public void type(String digits) {
        device.type(digits);
    }

    @Override
    public void program(int slot, String digits) {
        device.program(slot, digits);
    }

    @Override
    public void away() {
        device.outOfReach(true);
    }

    @Override
    public void back() {
        device.outOfReach(false);
        device.checkIn();
    }

    @Override
    public void loseNextAnswer() {
        device.loseNextAnswer();
    }

    @Override
    public long messages() {
        return device.frames();
    }
}
