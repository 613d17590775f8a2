// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.contract;

import dev.lockcred.Proof;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.spi.CredentialSupport.Disable;
import dev.lockcred.spi.CredentialSupport.ReadBack;
import dev.lockcred.spi.LockCapabilities.Clock;
import dev.lockcred.testkit.TestHost;
import dev.lockcred.testkit.VirtualTime;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/** The fake driver keeps the contract with each capability mix it has. */
class FakeContractTest {

    private abstract static class Of extends LockDriverContract {
        private final FakeModel model;

        Of(FakeModel model) {
            this.model = model;
        }

        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return new FakeUnderTest(model);
        }
    }

    @Nested
    class ZwaveUserCode extends Of {
        ZwaveUserCode() {
            super(FakeModel.zwave());
        }
    }

    @Nested
    class ZwaveUserCodeV1 extends Of {
        ZwaveUserCodeV1() {
            super(FakeModel.zwaveV1());
        }
    }

    @Nested
    class ZwaveMasked extends Of {
        ZwaveMasked() {
            super(FakeModel.zwaveMasked());
        }
    }

    @Nested
    class ZwaveUserCredential extends Of {
        ZwaveUserCredential() {
            super(FakeModel.zwaveCredential());
        }
    }

    @Nested
    class Matter extends Of {
        Matter() {
            super(FakeModel.matter());
        }
    }

    @Nested
    class Zigbee extends Of {
        Zigbee() {
            super(FakeModel.zigbee());
        }
    }

    @Nested
    class Cloud extends Of {
        Cloud() {
            super(FakeModel.cloud());
        }
    }

    @Nested
    class Bridge extends Of {
        Bridge() {
            super(FakeModel.bridge());
        }
    }

    @Nested
    class SleepyAndBare extends Of {
        SleepyAndBare() {
            super(FakeModel.zwave()
                    .with(m -> m.name("sleepy")
                            .readBack(ReadBack.NONE)
                            .schedules(false)
                            .disable(Disable.NONE)
                            .checksum(false)
                            .clock(Clock.NONE)
                            .operations(Set.of())
                            .reportsUser(false)
                            .reportsProgramming(false)
                            .wake(Duration.ofSeconds(4))));
        }
    }

    @Nested
    class Checksummed extends Of {
        Checksummed() {
            super(FakeModel.zwave()
                    .with(m -> m.readBack(ReadBack.MASKED)
                            .proof(Proof.CHECKSUM)
                            .disable(Disable.TRUE_STATUS)
                            .reserved(2)
                            .bulk(12)));
        }
    }

    @Nested
    class Unsecured extends Of {
        Unsecured() {
            super(FakeModel.zwaveV1().with(m -> m.secure(false)));
        }
    }
}
