// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.Pin;
import dev.lockcred.simulators.zigbee.LockModel.Quirk;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.testkit.Hostility;
import dev.lockcred.testkit.TestHost;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.testkit.contract.LockDriverContract;
import dev.lockcred.testkit.contract.LockUnderTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** The contract kit on the driver, over the whole wire, with each kind of lock and several versions of EZSP. */
class ZigbeeContractTest {

    @Nested
    class TheReferenceLock extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(host, time, 13, LockModel.REFERENCE);
        }
    }

    @Nested
    class ALockThatTellsNothing extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(host, time, 14, LockModel.QUIET);
        }
    }

    @Nested
    class ALockThatCannotBeAsked extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(host, time, 16, LockModel.WRITE_ONLY);
        }
    }

    @Nested
    class ASleepyYale extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(host, time, 13, LockModel.YALE);
        }
    }

    @Nested
    class AYaleThatCallsItsOwnCodeADuplicate extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(host, time, 17, LockModel.YALE_YRD210);
        }
    }

    @Nested
    class AnIrevoThatSwapsBytes extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(host, time, 12, LockModel.IREVO);
        }
    }

    @Nested
    class AKwiksetOnEndpoint2 extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(host, time, 8, LockModel.KWIKSET);
        }
    }

    @Nested
    class ADanalockThatShowsItsCodes extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(host, time, 18, LockModel.DANALOCK);
        }
    }

    @Nested
    class AnIdLockThatRepeatsPins extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(host, time, 19, LockModel.ID_LOCK);
        }
    }

    @Nested
    class AnOnestiOnEndpoint11 extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(host, time, 14, LockModel.ONESTI);
        }
    }

    @Nested
    class ALockUnderItsLinkKeyOnly extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(host, time, 14, LockModel.REFERENCE.with(Quirk.LINK_KEY_ONLY));
        }
    }

    @Nested
    class ALockThatMasksWithAsterisks extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(
                    host, time, 13, LockModel.REFERENCE.withShownPins(false).with(Quirk.ASTERISKS));
        }
    }

    @Nested
    class AWireThatCutsAndJoins extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(host, time, 13, LockModel.REFERENCE, Hostility.byteByByte());
        }
    }

    /** A driver and a lock behind a stick that knows its network. */
    private static final class Subject implements LockUnderTest {
        private final Bench bench;
        private final SimulatedZigbeeLock lock;

        Subject(TestHost host, VirtualTime time, int version, LockModel model) {
            this(host, time, version, model, Hostility.whole());
        }

        Subject(TestHost host, VirtualTime time, int version, LockModel model, Hostility hostility) {
            bench = new Bench(time, host, version, hostility);
            bench.sim.formed();
            lock = bench.sim.admit(bench.sim.lock(model));
        }

        @Override
        public LockDriver driver() {
            return bench.driver;
        }

        @Override
        public LockDriver restarted() {
            return Bench.newDriver();
        }

        @Override
        public String address() {
            return lock.eui64().toString();
        }

        @Override
        public Duration patience() {
            // A quarter of a second for each slot of a lock that sleeps, and the first look at it.
            return Duration.ofSeconds(60).plusMillis(600L * lock.model().pinUsers());
        }

        @Override
        public long messages() {
            return lock.frames();
        }

        @Override
        public void goSilent() {
            lock.outOfReach(true);
        }

        @Override
        public void comeBack() {
            lock.outOfReach(false);
            lock.checkIn(); // a lock that is back says so sooner or later
        }

        @Override
        public boolean holds(CredentialRef ref, Pin pin) {
            return lock.digits(ref.index()).equals(Optional.of(text(pin)));
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
