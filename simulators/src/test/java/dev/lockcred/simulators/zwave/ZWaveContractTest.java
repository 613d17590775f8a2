// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import dev.lockcred.Pin;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.TestHost;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.testkit.Wires;
import dev.lockcred.testkit.contract.LockDriverContract;
import dev.lockcred.testkit.contract.LockUnderTest;
import dev.lockcred.zwave.ZWaveDriver;
import dev.lockcred.zwave.ZWaveOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Nested;

/** The contract of drivers, held by the real driver on the simulated stick, for every kind of lock and chip. */
class ZWaveContractTest {

    @Nested
    class PlainUserCode1 extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(host, time, Series.SERIES_500, LockModel.plainV1(10));
        }
    }

    @Nested
    class PlainUserCode2 extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(host, time, Series.SERIES_700, LockModel.plainV2(30));
        }
    }

    @Nested
    class UserCode1UnderS0 extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(
                    host, time, Series.SERIES_500, LockModel.plainV1(10).withSecurity(Security.S0));
        }
    }

    @Nested
    class UserCode2UnderS2 extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(
                    host, time, Series.SERIES_700, LockModel.plainV2(20).withSecurity(Security.S2_ACCESS_CONTROL));
        }
    }

    @Nested
    class UserCode2WithBulkAndWindows extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(
                    host,
                    time,
                    Series.SERIES_800,
                    LockModel.plainV2(30)
                            .withBulk()
                            .withSchedules()
                            .withLog()
                            .withClock(LockModel.Clock.FULL)
                            .withSecurity(Security.S2_ACCESS_CONTROL));
        }
    }

    @Nested
    class UserCode2UnderS2WithoutSupervision extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(
                    host,
                    time,
                    Series.SERIES_700,
                    LockModel.plainV2(20)
                            .withSecurity(Security.S2_ACCESS_CONTROL)
                            .withSupervision(false));
        }
    }

    @Nested
    class WokenByBeams extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(
                    host, time, Series.SERIES_700, LockModel.flirs250().withSecurity(Security.S2_ACCESS_CONTROL));
        }
    }

    @Nested
    class UserCredential extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(
                    host, time, Series.SERIES_700, LockModel.credentials(10).withSecurity(Security.S2_ACCESS_CONTROL));
        }
    }

    @Nested
    class RefusingDuplicatesAndPaddingWithZeros extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(
                    host,
                    time,
                    Series.SERIES_700,
                    LockModel.plainV1(10)
                            .withSecurity(Security.S0)
                            .withClock(LockModel.Clock.WEEKLY)
                            .with(Habit.REFUSES_DUPLICATES, Habit.ZERO_PADS));
        }
    }

    private static final class Subject implements LockUnderTest {
        private final SimulatedZWaveNode node;
        private final ZWaveSimulator stick;
        private LockDriver driver = create();

        Subject(TestHost host, VirtualTime time, Series series, LockModel model) {
            stick = new ZWaveSimulator(time, series, 3).keys(House.KEYS);
            node = stick.add(6, model);
            host.ports(new Wires(time, new Seed(3)).device(House.PORT, stick::attach));
        }

        private static LockDriver create() {
            return ZWaveDriver.create(new ZWaveOptions(House.PORT, House.keys()));
        }

        @Override
        public LockDriver driver() {
            return driver;
        }

        @Override
        public LockDriver restarted() {
            driver = create();
            return driver;
        }

        @Override
        public String address() {
            return "6";
        }

        @Override
        public long messages() {
            return stick.frames(6);
        }

        @Override
        public Duration patience() {
            return Duration.ofMinutes(5);
        }

        @Override
        public void goSilent() {
            node.deaf(true);
        }

        @Override
        public void comeBack() {
            node.deaf(false);
        }

        @Override
        public boolean holds(CredentialRef ref, Pin pin) {
            return node.holds(ref.index(), digits(pin));
        }

        @Override
        public long writes() {
            return node.writes();
        }

        @Override
        public void loseNextAnswer() {
            node.loseNextAnswer();
        }

        @Override
        public void pretendNext() {
            node.pretendNext();
        }

        @Override
        public void program(CredentialRef ref, Pin pin) {
            node.program(ref.index(), digits(pin));
        }

        @Override
        public void type(Pin pin) {
            node.type(digits(pin));
        }

        @Override
        public void turnByHand() {
            node.turnByHand();
        }

        private static String digits(Pin pin) {
            return new String(pin.copyBytes(), StandardCharsets.US_ASCII);
        }
    }
}
