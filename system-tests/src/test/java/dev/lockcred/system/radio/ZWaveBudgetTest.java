// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.radio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.Pin;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.Pins.Change;
import dev.lockcred.core.store.InMemoryKeyPlace;
import dev.lockcred.core.store.InMemoryStore;
import dev.lockcred.simulators.zwave.LockModel;
import dev.lockcred.simulators.zwave.Security;
import dev.lockcred.simulators.zwave.Series;
import dev.lockcred.simulators.zwave.SimulatedZWaveNode;
import dev.lockcred.simulators.zwave.ZWaveSimulator;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.testkit.Pins;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.testkit.Wires;
import dev.lockcred.zwave.ZWaveDriver;
import dev.lockcred.zwave.ZWaveOptions;
import java.time.Duration;
import java.time.ZoneId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the engine spends on the air of a Z-Wave lock when nobody asks for anything. */
class ZWaveBudgetTest {

    private static final PortSpec PORT = PortSpec.parse("/dev/ttyUSB0");
    private static final String ANNA = "471108";

    private final VirtualTime time = VirtualTime.startingAt("2026-11-21T08:00:00Z");
    private final Seed seed = new Seed(1);
    private final Wires wires = new Wires(time, seed.derived("wires"));
    private InMemoryStore store = InMemoryStore.create("calm-house");
    private final InMemoryKeyPlace keys = new InMemoryKeyPlace();
    private final ZWaveSimulator stick = new ZWaveSimulator(time, Series.SERIES_700, 1).keys(RadioHouse.ZWAVE_KEYS);
    private LockManager manager;

    private SimulatedZWaveNode settled(LockModel model) {
        SimulatedZWaveNode lock = stick.add(3, model);
        IntStream.rangeClosed(1, 5).forEach(i -> lock.prepared(10 + i, String.valueOf(600_000 + i * 3_571)));
        wires.device(PORT, stick::attach);
        open();
        User anna = manager.users().add(UserId.of("anna"), "Anna");
        try (Pin pin = Pins.pin(ANNA)) {
            manager.pins().set(UserId.of("anna"), pin, Change.ROUTINE);
        }
        manager.grants().add(anna, to -> to.id("anna-front").locks("front"));
        time.advance(Duration.ofHours(1));
        assertThat(lock.opens(ANNA)).isTrue();
        return lock;
    }

    private void open() {
        manager = LockManager.create(cfg -> cfg.timers(time)
                .executor(time.executor())
                .storeExecutor(time.executor())
                .random(seed.random("jitter"))
                .secureRandom(seed.secureRandom("secrets"))
                .store(store)
                .keyPlace(keys)
                .zone(ZoneId.of("Europe/Stockholm"))
                .ports(wires)
                .driver("hall", ZWaveDriver.create(new ZWaveOptions(PORT, RadioHouse.zwaveKeys())))
                .lock(Lock.of(LockId.of("front"), "hall", "3").withAllowPlaintext(true)));
        time.runUntilIdle();
    }

    private void restart() {
        manager.close();
        store = store.crash();
        open();
    }

    private int framesWithin(Duration duration) {
        int before = stick.frames(3);
        time.advance(duration);
        return stick.frames(3) - before;
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void aVersion1LockIsReadAtMost50SlotsADay() {
        settled(LockModel.plainV1(200));

        for (int day = 0; day < 6; day++) {
            assertThat(framesWithin(Duration.ofDays(1))).isLessThanOrEqualTo(100); // R25: 50 questions, 50 answers
        }
    }

    @ParameterizedTest
    @CsvSource({"NONE,2", "S2_ACCESS_CONTROL,4", "S0,6"})
    void aRestartWithNothingChangedCostsOneQuestion(Security security, int most) {
        settled(LockModel.plainV2(30).withSecurity(security));

        int before = stick.frames(3);
        restart();
        time.advance(Duration.ofMinutes(30));

        assertThat(stick.frames(3) - before).isLessThanOrEqualTo(most);
    }

    @Test
    void aRestartAsksALockWithUsersOneQuestionToo() {
        settled(LockModel.credentials(20).withSecurity(Security.S2_ACCESS_CONTROL));

        int before = stick.frames(3);
        restart();
        time.advance(Duration.ofMinutes(30));

        assertThat(stick.frames(3) - before).isLessThanOrEqualTo(4);
    }

    @Test
    void aRestartAsksAVersion1LockNothingUntilItsTurnComes() {
        settled(LockModel.plainV1(30));
        int before = stick.frames(3);

        restart();
        time.advance(Duration.ofMinutes(4));
        int atOnce = stick.frames(3) - before;
        time.advance(Duration.ofMinutes(10));

        assertThat(atOnce).isZero();
        assertThat(stick.frames(3) - before).isGreaterThan(0); // but it does come
    }
}
