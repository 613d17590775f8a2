// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.testkit.Hostility;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.TestHost;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.zigbee.internal.zcl.Clusters;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sticks that die, sticks that are none, lines that damage, locks that talk nonsense: nothing hangs, nothing is claimed. */
class BadInputTest {

    private final Bench bench = new Bench(13);
    private final SimulatedZigbeeLock lock = bench.member(LockModel.REFERENCE);

    private void begin() {
        bench.start();
        bench.describe(lock);
    }

    /** What may be said of a change that was cut off: never that it succeeded, and never that it was refused. */
    private static void isHonestlyOpen(ChangeOutcome outcome) {
        assertThat(outcome).isInstanceOfAny(ChangeOutcome.Ambiguous.class, ChangeOutcome.NotSent.class);
    }

    private void worksAgain() {
        bench.time.advance(Duration.ofMinutes(2));
        assertThat(bench.driver.health().state()).isEqualTo(LinkHealth.State.UP);
        assertThat(bench.put(lock, 2, "305816")).isInstanceOf(ChangeOutcome.Confirmed.class);
    }

    @Test
    void aStickThatRestartsMidCommandIsSetUpAgain() {
        begin();
        bench.sim.restartInsteadOfSending();

        isHonestlyOpen(bench.put(lock, 1, "482913"));

        worksAgain();
        bench.close();
    }

    @Test
    void aStickThatGivesUpMidCommandIsSetUpAgain() {
        begin();
        bench.sim.failInsteadOfSending();

        isHonestlyOpen(bench.put(lock, 1, "482913"));

        worksAgain();
        bench.close();
    }

    @Test
    void aStickThatHangsMidCommandIsOpenedAgain() {
        begin();
        bench.sim.hangInsteadOfSending();

        isHonestlyOpen(bench.put(lock, 1, "482913"));

        worksAgain();
        bench.close();
    }

    @Test
    void aStickThatRestartsByItselfIsSetUpAgain() {
        begin();

        bench.sim.restart();

        worksAgain();
        assertThat(bench.host.heard(DriverEvent.LinkChanged.class))
                .extracting(e -> e.health().state())
                .contains(LinkHealth.State.DOWN, LinkHealth.State.UP);
        bench.close();
    }

    @Test
    void aStickThatIsUnpluggedIsFoundAgain() {
        begin();

        bench.wires.unplug(Bench.PORT, "unplugged");
        bench.time.advance(Duration.ofSeconds(20));
        assertThat(bench.driver.health().state()).isEqualTo(LinkHealth.State.DOWN);
        bench.wires.plugIn(Bench.PORT);

        worksAgain();
        bench.close();
    }

    @Test
    void aZWaveStickIsRecognisedAndNamed() {
        var other = new Bench(13);
        other.sim.zwave();
        other.start();

        assertThat(other.driver.health().state()).isEqualTo(LinkHealth.State.BROKEN);
        assertThat(other.driver.health().text()).contains("Z-Wave").contains("zwave");
        other.close();
    }

    @Test
    void aStickInItsBootloaderIsRecognisedAndNamed() {
        var other = new Bench(13);
        other.sim.bootloader();
        other.start();

        assertThat(other.driver.health().text()).contains("bootloader").contains("flash");
        other.close();
    }

    @Test
    void aStickWithThreadFirmwareIsRecognisedAndNamed() {
        var other = new Bench(13);
        other.sim.thread();
        other.start();

        assertThat(other.driver.health().state()).isEqualTo(LinkHealth.State.BROKEN);
        assertThat(other.driver.health().text()).contains("Thread").contains("flash EZSP firmware");
        other.close();
    }

    @Test
    void aStickThatSaysNothingIsToldFromOneThatIsWrong() {
        var other = new Bench(13);
        other.sim.silent();
        other.start();

        assertThat(other.driver.health().state()).isNotEqualTo(LinkHealth.State.UP);
        assertThat(other.driver.health().text()).isNotBlank().doesNotContain("Z-Wave");
        other.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6, 7})
    void firmwareThatIsTooOldIsNamed(int version) {
        var other = new Bench(version);
        other.sim.formed();
        other.start();

        assertThat(other.driver.health().state()).isEqualTo(LinkHealth.State.BROKEN);
        assertThat(other.driver.health().text()).contains("version " + version).contains("update its firmware");
        assertThat(other.sim.isFormed()).as("left as it is").isTrue();
        other.close();
    }

    static Stream<Hostility> lines() {
        return Stream.concat(
                Hostility.harmless().stream(),
                Stream.of(Hostility.duplicating(0.1), Hostility.dropping(0.05), Hostility.corrupting(0.05)));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void whateverTheLineDoesNothingIsLostOrDoneTwice(Hostility line) {
        var time = VirtualTime.startingAt("2030-01-08T09:00:00Z");
        var other = new Bench(time, new TestHost("zigbee", time, new Seed(7)), 14, line);
        SimulatedZigbeeLock there = other.member(LockModel.REFERENCE);
        other.start();
        time.advance(Duration.ofMinutes(3));
        other.describe(there);

        for (int slot = 1; slot <= 8; slot++) {
            ChangeOutcome outcome = other.put(there, slot, "48291" + slot);
            boolean stands = there.digits(slot).isPresent();
            if (outcome instanceof ChangeOutcome.Confirmed) {
                assertThat(stands).isTrue();
            } else {
                isHonestlyOpen(outcome);
                time.advance(Duration.ofMinutes(3));
            }
        }
        assertThat(there.writes()).isLessThanOrEqualTo(8);
        other.close();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.2})
    void whateverTheAirLosesIsRepeatedByTheStackOrToldHonestly(double loss) {
        begin();
        bench.sim.air().loss(loss);

        for (int slot = 1; slot <= 10; slot++) {
            ChangeOutcome outcome = bench.put(lock, slot, "48291" + slot % 10);
            if (outcome instanceof ChangeOutcome.Confirmed) {
                assertThat(lock.digits(slot)).isPresent();
            }
        }

        bench.sim.air().loss(0);
        worksAgain();
        bench.close();
    }

    @Test
    void answersThatOvertakeTheirAcknowledgementsCount() {
        begin();
        bench.sim.air().slowAcks(Duration.ofMillis(500));

        assertThat(bench.put(lock, 1, "482913")).isInstanceOf(ChangeOutcome.Confirmed.class);
        bench.close();
    }

    @Test
    void vendorNonsenseForAnAnswerIsNotSuccess() {
        begin();
        // Cut short; a status nobody knows; somebody else's answer; a general frame of a reserved kind.
        record Nonsense(int control, int command, String payload) {}
        for (Nonsense n : List.of(
                new Nonsense(0x19, 0x05, ""),
                new Nonsense(0x19, 0x05, "77"),
                new Nonsense(0x19, 0x06, "0100010004"),
                new Nonsense(0x1B, 0x05, "00"),
                new Nonsense(0x18, 0x0B, "05"))) {
            lock.answerNextWith(
                    n.control(), n.command(), java.util.HexFormat.of().parseHex(n.payload()));
            ChangeOutcome outcome = bench.apply(lock, Change.Put.plain(CredentialRef.pin(1), Bench.pin("482913")));
            if (outcome instanceof ChangeOutcome.Confirmed) {
                assertThat(lock.digits(1)).as("after %s", n).contains("482913");
            }
            assertThat(bench.driver.health().state()).isEqualTo(LinkHealth.State.UP);
            bench.clear(lock, 1);
        }
        bench.close();
    }

    @Test
    void aThousandRandomFramesFromALockChangeNothing() {
        begin();
        RandomGenerator random = new Seed(99).random("nonsense");
        int[] clusters = {
            Clusters.DOOR_LOCK, Clusters.ALARMS, Clusters.POLL_CONTROL, Clusters.TIME, Clusters.BASIC, 0xFC00
        };

        for (int i = 0; i < 1000; i++) {
            byte[] frame = new byte[random.nextInt(40)];
            random.nextBytes(frame);
            lock.babble(clusters[random.nextInt(clusters.length)], frame);
            bench.time.advance(Duration.ofMillis(100));
        }

        assertThat(bench.driver.health().state()).isEqualTo(LinkHealth.State.UP);
        assertThat(bench.put(lock, 1, "482913")).isInstanceOf(ChangeOutcome.Confirmed.class);
        bench.close();
    }

    @Test
    void randomBytesOnTheLineAreDroppedOrEndInAFreshStart() {
        begin();
        RandomGenerator random = new Seed(98).random("line");

        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[1 + random.nextInt(60)];
            random.nextBytes(noise);
            bench.sim.babble(noise);
            bench.time.advance(Duration.ofMillis(200));
        }

        worksAgain();
        bench.close();
    }

    @Test
    void aLockUnderItsLinkKeyIsNotBelievedWithoutIt() {
        var other = new Bench(14);
        SimulatedZigbeeLock secure = other.member(LockModel.REFERENCE.with(LockModel.Quirk.LINK_KEY_ONLY));
        other.start();
        other.describe(secure);
        other.host.forgetEvents();

        other.sim.forgeInClear(secure, SimulatedZigbeeLock.operationFrame(0x33, 0, 2, 1));
        other.time.advance(Duration.ofSeconds(1));
        assertThat(other.host.heard(DriverEvent.Operated.class)).isEmpty();
        secure.turnByHand();
        other.time.advance(Duration.ofSeconds(1));

        assertThat(other.host.heard(DriverEvent.Operated.class)).hasSize(1);
        other.close();
    }
}
