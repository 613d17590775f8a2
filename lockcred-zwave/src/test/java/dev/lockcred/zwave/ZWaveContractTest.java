// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

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
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.security.NetworkKey;
import dev.lockcred.zwave.internal.security.SecurityClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;

/** The contract of drivers on the small stick of this module, for locks of several abilities. */
class ZWaveContractTest {

    @Nested
    class SecuredWithSupervision extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(host, time, SecurityClass.S2_ACCESS_CONTROL, new FakeCodes(2, 20), true);
        }
    }

    @Nested
    class SecuredWithBulkCommandsAndWindows extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            var codes = new FakeCodes(2, 30);
            codes.multipleReport = true;
            codes.multipleSet = true;
            codes.schedules = true;
            return new Subject(host, time, SecurityClass.S2_ACCESS_CONTROL, codes, true);
        }
    }

    @Nested
    class SecuredWithoutSupervision extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(host, time, SecurityClass.S2_ACCESS_CONTROL, new FakeCodes(2, 20), false);
        }
    }

    @Nested
    class OldAndUnderS0 extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(host, time, SecurityClass.S0, new FakeCodes(1, 10), false);
        }
    }

    private static final class Subject implements LockUnderTest {
        private static final PortSpec PORT = PortSpec.parse("/dev/ttyUSB0");

        private final FakeNode node;
        private final FakeCodes codes;
        private final VirtualTime time;
        private LockDriver driver = create();

        Subject(TestHost host, VirtualTime time, SecurityClass security, FakeCodes codes, boolean supervision) {
            this.codes = codes;
            this.time = time;
            this.node = new FakeNode(6, security, NetworkKey.ofHex("33".repeat(16)), codes);
            node.supervision = supervision;
            var stick = new FakeStick(time).add(node);
            host.ports(new Wires(time, new Seed(3)).device(PORT, stick::attach));
        }

        private static LockDriver create() {
            try {
                return ZWaveDriver.create(new ZWaveOptions(PORT, NetworkKeys.parse("""
                                {"S0_Legacy": "33333333333333333333333333333333", "S2_AccessControl": "33333333333333333333333333333333"}""", "test")));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
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
            return node.frames;
        }

        @Override
        public void goSilent() {
            node.deaf = true;
        }

        @Override
        public void comeBack() {
            node.deaf = false;
        }

        @Override
        public boolean holds(CredentialRef ref, Pin pin) {
            byte[] digits = pin.copyBytes();
            return codes.codes.containsKey(ref.index())
                    && Arrays.equals(codes.codes.get(ref.index()).code().toByteArray(), digits);
        }

        @Override
        public long writes() {
            return codes.writes;
        }

        @Override
        public void loseNextAnswer() {
            node.loseNextAnswer = true;
        }

        @Override
        public void pretendNext() {
            codes.pretendNext = true;
        }

        @Override
        public void program(CredentialRef ref, Pin pin) {
            codes.with(ref.index(), new String(pin.copyBytes(), StandardCharsets.US_ASCII));
            say("7105000000ff060e01" + String.format("%02x", ref.index()));
        }

        @Override
        public void type(Pin pin) {
            String digits = new String(pin.copyBytes(), StandardCharsets.US_ASCII);
            codes.codes.keySet().stream()
                    .filter(slot -> codes.code(slot).equals(digits))
                    .forEach(slot -> say("7105000000ff060601" + String.format("%02x", slot)));
        }

        @Override
        public void turnByHand() {
            say("7105000000ff060200");
        }

        private void say(String hex) {
            time.executor().execute(() -> node.say(Octets.ofHex(hex)));
        }
    }
}
