// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee;

import dev.lockcred.Pin;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.TestHost;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.testkit.Wires;
import dev.lockcred.testkit.contract.LockDriverContract;
import dev.lockcred.testkit.contract.LockUnderTest;
import dev.lockcred.zigbee.fake.FakeLock;
import dev.lockcred.zigbee.fake.FakeStick;
import dev.lockcred.zigbee.internal.zcl.DoorLockAttribute;
import dev.lockcred.zigbee.network.Eui64;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;

/** The contract kit on the driver, with the kinds of locks that differ in what they show and tell. */
class ZigbeeContractTest {

    static final PortSpec PORT = PortSpec.parse("tcp://stick:6638");
    static final Eui64 LOCK = Eui64.parse("000d6f00deadbeef");

    @Nested
    class ALockThatShowsItsCodes extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Bed(host, time, 13, new FakeLock(LOCK, 0x5AD1));
        }
    }

    @Nested
    class AQuietLockThatHidesItsCodes extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            var lock = new FakeLock(LOCK, 0x5AD1);
            lock.programmingEvents = false;
            lock.remove(DoorLockAttribute.KEYPAD_PROGRAMMING_MASK);
            lock.put(DoorLockAttribute.SEND_PIN_OVER_THE_AIR, 0);
            return new Bed(host, time, 14, lock);
        }
    }

    @Nested
    class AnOldLockOnEndpoint11 extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            var lock = new FakeLock(LOCK, 0x5AD1);
            lock.endpoint = 11;
            lock.remove(DoorLockAttribute.NUMBER_OF_WEEK_DAY_SCHEDULES);
            lock.remove(DoorLockAttribute.NUMBER_OF_YEAR_DAY_SCHEDULES);
            lock.remove(DoorLockAttribute.NUMBER_OF_LOG_RECORDS);
            return new Bed(host, time, 8, lock);
        }
    }

    /** A driver and a lock behind a stick that knows its network. */
    private static final class Bed implements LockUnderTest {
        private final FakeLock lock;
        private final LockDriver driver = newDriver();

        Bed(TestHost host, VirtualTime time, int version, FakeLock lock) {
            this.lock = lock;
            var stick = new FakeStick(time, version).onNetwork().with(lock);
            host.ports(new Wires(time, new Seed(1)).device(PORT, stick::plug));
        }

        private static LockDriver newDriver() {
            return ZigbeeDriver.create(ZigbeeOptions.of(PORT));
        }

        @Override
        public LockDriver driver() {
            return driver;
        }

        @Override
        public LockDriver restarted() {
            return newDriver();
        }

        @Override
        public String address() {
            return LOCK.toString();
        }

        @Override
        public long messages() {
            return lock.frames();
        }

        @Override
        public void goSilent() {
            lock.silent(true);
        }

        @Override
        public void comeBack() {
            lock.silent(false);
            lock.checkIn(); // a lock that is back says so sooner or later
        }

        @Override
        public boolean holds(CredentialRef ref, Pin pin) {
            return lock.digits(ref.index()).equals(java.util.Optional.of(text(pin)));
        }

        @Override
        public long writes() {
            return lock.writes();
        }

        @Override
        public void loseNextAnswer() {
            lock.loseNextAnswer();
        }

        @Override
        public void pretendNext() {
            lock.pretendNext();
        }

        @Override
        public void program(CredentialRef ref, Pin pin) {
            lock.program(ref.index(), text(pin));
        }

        @Override
        public void type(Pin pin) {
            lock.type(text(pin));
        }

        @Override
        public void turnByHand() {
            lock.turnByHand();
        }

        private static String text(Pin pin) {
            return new String(pin.copyBytes(), StandardCharsets.US_ASCII);
        }
    }
}
