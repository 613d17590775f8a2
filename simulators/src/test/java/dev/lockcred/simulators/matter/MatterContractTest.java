// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.matter;

import dev.lockcred.Pin;
import dev.lockcred.matter.MatterDriver;
import dev.lockcred.matter.MatterOptions;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.TestHost;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.testkit.Wires;
import dev.lockcred.testkit.contract.LockDriverContract;
import dev.lockcred.testkit.contract.LockUnderTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Nested;

/** The Matter driver keeps the contract, with both servers and each family of locks. */
class MatterContractTest {

    private abstract static class Of extends LockDriverContract {
        private final Dialect dialect;
        private final LockProfile profile;

        Of(Dialect dialect, LockProfile profile) {
            this.dialect = dialect;
            this.profile = profile;
        }

        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new Subject(host, time, dialect, profile);
        }
    }

    @Nested
    class SdkLockOnTheJsServer extends Of {
        SdkLockOnTheJsServer() {
            super(Dialect.JS, LockProfile.sdk());
        }
    }

    @Nested
    class SdkLockOnThePythonServer extends Of {
        SdkLockOnThePythonServer() {
            super(Dialect.PYTHON, LockProfile.sdk());
        }
    }

    @Nested
    class UnmodifiedMatterJsLock extends Of {
        UnmodifiedMatterJsLock() {
            super(Dialect.JS, LockProfile.lenient());
        }
    }

    @Nested
    class OneDayPerEntryAndABrokenChain extends Of {
        OneDayPerEntryAndABrokenChain() {
            super(
                    Dialect.JS,
                    LockProfile.sdk().withOneDayPerEntry().withBrokenChain().withChoosyNames());
        }
    }

    @Nested
    class LockAndUnlockOnly extends Of {
        LockAndUnlockOnly() {
            super(Dialect.JS, LockProfile.plain());
        }
    }

    @Nested
    class BridgedLockAndUnlockOnly extends Of {
        BridgedLockAndUnlockOnly() {
            super(Dialect.JS, LockProfile.bridgedPlain());
        }
    }

    /** A lock behind a simulated bridge, seen from both sides. */
    private static final class Subject implements LockUnderTest {
        private static final URI BRIDGE = URI.create("ws://localhost:5580/ws");
        private static final String NODE = "18446744069414584321";

        private final MatterBridgeSimulator bridge;
        private final LockProfile profile;
        private final MatterDriver driver = new MatterDriver(MatterOptions.of(BRIDGE));

        Subject(TestHost host, VirtualTime time, Dialect dialect, LockProfile profile) {
            this.profile = profile;
            bridge = new MatterBridgeSimulator(time, dialect);
            bridge.node(NODE, profile);
            bridge.clock(NODE);
            host.ports(new Wires(time, new Seed(20300101)).peer(BRIDGE, bridge::attach));
        }

        private SimulatedNode node() {
            return bridge.node(NODE);
        }

        @Override
        public LockDriver driver() {
            return driver;
        }

        @Override
        public LockDriver restarted() {
            return new MatterDriver(MatterOptions.of(BRIDGE));
        }

        @Override
        public String address() {
            return NODE + "/" + profile.endpoint();
        }

        @Override
        public long messages() {
            return bridge.invokes().size();
        }

        @Override
        public Duration patience() {
            return Duration.ofMinutes(2);
        }

        @Override
        public void goSilent() {
            bridge.faults().offline(node());
        }

        @Override
        public void comeBack() {
            bridge.faults().online(node());
        }

        @Override
        public boolean holds(CredentialRef ref, Pin pin) {
            return node().lock().holds(ref.index(), pin.copyBytes());
        }

        @Override
        public long writes() {
            return node().lock().codesWritten();
        }

        @Override
        public void loseNextAnswer() {
            bridge.faults().loseAnswer("");
        }

        @Override
        public void pretendNext() {
            bridge.faults().pretendNext();
        }

        @Override
        public void program(CredentialRef ref, Pin pin) {
            bridge.localUser(NODE, node().lock().freeUser(), digits(pin), ref.index());
        }

        @Override
        public void type(Pin pin) {
            bridge.keypad(NODE, digits(pin));
        }

        @Override
        public void turnByHand() {
            bridge.manual(NODE, false);
        }

        private static String digits(Pin pin) {
            return new String(pin.copyBytes(), StandardCharsets.US_ASCII);
        }
    }
}
