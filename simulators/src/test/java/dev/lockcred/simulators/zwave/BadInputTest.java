// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.testkit.Hostility;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.TestHost;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.testkit.Wires;
import dev.lockcred.zwave.NetworkKeys;
import dev.lockcred.zwave.ZWaveDriver;
import dev.lockcred.zwave.ZWaveOptions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that are not what they should be, ports that vanish, keys that are others'. */
class BadInputTest {

    private static final PortSpec PORT = House.PORT;

    /** A device that answers whatever it hears with this, and with nothing when it is empty. */
    private static LinkHealth after(Duration patience, byte[] answer) {
        var time = VirtualTime.startingAt("2030-01-01T00:00:00Z");
        var wires = new Wires(time, new Seed(1)).device(PORT, far -> new Answering(time, far, answer));
        var driver = ZWaveDriver.create(new ZWaveOptions(PORT, NetworkKeys.NONE));
        var unused = driver.start(new TestHost("hall", time, new Seed(2)).ports(wires));
        time.advance(patience);
        LinkHealth health = driver.health();
        time.result(driver.closeAsync());
        time.advance(Duration.ofMinutes(1));
        assertThat(time.pendingTimers()).isZero();
        return health;
    }

    /** Says its one piece whenever it hears something, one at a time, as a line would let it. */
    private static final class Answering {
        private boolean pending;

        Answering(VirtualTime time, BytePort far, byte[] answer) {
            far.listen(
                    heard -> {
                        if (!pending && answer.length > 0) {
                            pending = true;
                            time.schedule(Duration.ofMillis(20), () -> {
                                pending = false;
                                far.write(answer);
                            });
                        }
                    },
                    lost -> {});
        }
    }

    @Test
    void aZigbeeStickIsNamedWithin3Seconds() {
        byte[] ashError = HexFormat.of().parseHex("1ac20202f7b77e"); // ASH: CANCEL, ERROR, version 2
        byte[] ashReset = HexFormat.of().parseHex("1ac1020b0a527e"); // ASH: RSTACK

        assertThat(after(Duration.ofSeconds(3), ashError)).satisfies(h -> {
            assertThat(h.state()).isNotEqualTo(LinkHealth.State.UP);
            assertThat(h.text()).contains("Zigbee");
        });
        assertThat(after(Duration.ofSeconds(3), ashReset).text()).contains("Zigbee");
    }

    @Test
    void anotherDeviceAndNoDeviceAreToldApartWithin3Seconds() {
        assertThat(after(Duration.ofSeconds(3), "login: ".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                        .text())
                .contains("not a Z-Wave controller");
        assertThat(after(Duration.ofSeconds(3), new byte[0]).text()).contains("nothing answers");
    }

    @Property(tries = 100)
    void anyBytesLeaveTheDriverAliveAndQuickToSaySo(@ForAll("noise") byte[] noise) {
        assertThat(after(Duration.ofSeconds(40), noise).state()).isNotEqualTo(LinkHealth.State.UP);
    }

    /** Plain noise, and frames whose length and checksum are right and whose content is not. */
    @Provide
    Arbitrary<byte[]> noise() {
        Arbitrary<byte[]> any =
                Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(300);
        Arbitrary<byte[]> framed = Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(2)
                .ofMaxSize(60)
                .map(body -> {
                    byte[] frame = new byte[body.length + 4];
                    frame[0] = 6;
                    frame[1] = 1;
                    frame[2] = (byte) (body.length + 1);
                    System.arraycopy(body, 0, frame, 3, body.length);
                    frame[3] &= 1;
                    int sum = 0xFF;
                    for (int i = 2; i < frame.length - 1; i++) {
                        sum ^= frame[i];
                    }
                    frame[frame.length - 1] = (byte) sum;
                    return frame;
                });
        return Arbitraries.oneOf(any, framed);
    }

    @Property(tries = 100)
    void anythingALockSaysInClearOrSecuredLeavesTheDriverWorking(
            @ForAll("commands") List<byte[]> said, @ForAll boolean secured) {
        var house = new House();
        SimulatedZWaveNode lock = house.stick.add(
                6, LockModel.plainV2(20).withSecurity(secured ? Security.S2_ACCESS_CONTROL : Security.NONE));
        house.describe(lock);

        said.forEach(lock::sayRaw);
        house.time.advance(Duration.ofSeconds(30));

        // eight digits: what the lock says at random, and the trace tells, holds any six once in a while
        assertThat(House.outcomes(house.apply(lock, House.put(3, "73519046"))))
                .allMatch(ChangeOutcome.Confirmed.class::isInstance);
        house.close();
        house.time.advance(Duration.ofMinutes(2));
        assertThat(house.time.pendingTimers())
                .as(() -> "timers " + house.time.pending())
                .isZero();
    }

    /** Commands of the classes a driver listens to, cut and filled at will. */
    @Provide
    Arbitrary<List<byte[]>> commands() {
        Arbitrary<Byte> classes = Arbitraries.of(
                        0x4C, 0x4E, 0x55, 0x56, 0x60, 0x62, 0x63, 0x6C, 0x70, 0x71, 0x72, 0x80, 0x81, 0x83, 0x84, 0x85,
                        0x86, 0x8A, 0x8B, 0x98, 0x9F)
                .map(Integer::byteValue);
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(0)
                .ofMaxSize(40)
                .flatMap(rest -> classes.map(c -> {
                    byte[] all = new byte[rest.length + 1];
                    all[0] = c;
                    System.arraycopy(rest, 0, all, 1, rest.length);
                    return all;
                }))
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    @Test
    void aPortThatVanishesAtAnyMomentIsOpenedAgain() {
        for (int at = 0; at < 120; at++) {
            var house = new House();
            SimulatedZWaveNode lock =
                    house.stick.add(6, LockModel.plainV2(20).withSecurity(Security.S2_ACCESS_CONTROL));
            var running = house.driver()
                    .lock("6", dev.lockcred.spi.LockOptions.of(java.time.ZoneOffset.UTC))
                    .apply(
                            List.of(House.put(3, "735190")),
                            new dev.lockcred.spi.Call(
                                    dev.lockcred.spi.Call.Priority.GRANT,
                                    Duration.ofSeconds(60),
                                    dev.lockcred.spi.Call.Guard.OPEN))
                    .toCompletableFuture();
            house.time.advance(Duration.ofMillis(5L * at));
            house.wires.lose(PORT, "unplugged");

            house.time.advance(Duration.ofMinutes(2));

            assertThat(running).as("lost after %d ms", 5 * at).isCompleted();
            assertThat(house.driver().health().state()).isEqualTo(LinkHealth.State.UP);
            assertThat(House.outcomes(house.apply(lock, House.put(4, "846201"))))
                    .allMatch(ChangeOutcome.Confirmed.class::isInstance);
            house.close();
            house.time.advance(Duration.ofMinutes(2));
            assertThat(house.time.pendingTimers()).isZero();
        }
    }

    @Test
    void otherKeysAreSaidToBeOthers() {
        var house = new House();
        house.stick.keys(java.util.Map.of(
                Security.S2_ACCESS_CONTROL, HexFormat.of().parseHex("99".repeat(16)),
                Security.S0, HexFormat.of().parseHex("88".repeat(16))));
        SimulatedZWaveNode lock = house.stick.add(6, LockModel.plainV2(20).withSecurity(Security.S2_ACCESS_CONTROL));

        Described described = house.describe(lock);

        assertThat(described).isInstanceOfSatisfying(Described.NotNow.class, n -> {
            assertThat(n.why()).isEqualTo(ReadResult.Failure.Why.INSECURE);
            assertThat(n.text()).contains("included with other keys");
        });
        house.close();
    }

    static List<Hostility> wires() {
        return Hostility.harmless();
    }

    @ParameterizedTest
    @MethodSource("wires")
    void aSerialLineMayCutAndJoinAsItLikes(Hostility hostility) {
        var house = new House();
        house.wires.hostility(hostility);
        SimulatedZWaveNode lock = house.stick.add(6, LockModel.plainV2(20).withSecurity(Security.S2_ACCESS_CONTROL));
        house.describe(lock);

        assertThat(House.outcomes(house.apply(lock, House.twenty())))
                .hasSize(20)
                .allMatch(ChangeOutcome.Confirmed.class::isInstance);
        house.close();
    }

    @Test
    void aChipThatCollidesRefusesAndIsJammedIsBorneWith() {
        var house = new House();
        SimulatedZWaveNode lock = house.stick.add(6, LockModel.plainV2(20));
        house.describe(lock);
        house.stick.faults().collide(2).refuse(2).jam(2).oddAckAfterReset(true);

        assertThat(House.outcomes(house.apply(lock, House.put(3, "735190"))))
                .allMatch(ChangeOutcome.Confirmed.class::isInstance);
        assertThat(IntStream.of(lock.used()).sum()).isEqualTo(1);
        house.close();
    }
}
