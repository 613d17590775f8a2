// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.contract;

import dev.lockcred.fake.FakeLock;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LockDriver;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * One deliberately broken driver.
 *
 * @param rule the id of the one rule that is to catch it
 * @param mistake what it does wrong
 * @param model the lock it drives
 * @param driver how it comes about: from the sound driver and the lock's inside
 */
record Breakage(String rule, String mistake, FakeModel model, BiFunction<LockDriver, FakeLock, LockDriver> driver) {

    /** One that drives a lock wrongly. */
    static Breakage ofLock(String rule, String mistake, FakeModel model, UnaryOperator<DriverLock> spoil) {
        return ofDoor(rule, mistake, model, (lock, door) -> spoil.apply(lock));
    }

    /** One that drives a lock wrongly and has a hand inside it. */
    static Breakage ofDoor(
            String rule, String mistake, FakeModel model, BiFunction<DriverLock, FakeLock, DriverLock> spoil) {
        return new Breakage(rule, mistake, model, (real, door) -> new Spoilt(real) {
            @Override
            DriverLock spoil(DriverLock lock) {
                return spoil.apply(lock, door);
            }
        });
    }

    LockUnderTest open() {
        FakeLock door = FakeLock.of("front", model);
        return new FakeUnderTest(door, sound -> driver.apply(sound, door));
    }

    @Override
    public String toString() {
        return rule + ": " + mistake;
    }
}
