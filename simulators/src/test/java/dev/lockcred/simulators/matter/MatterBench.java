// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.matter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.Pin;
import dev.lockcred.matter.MatterDriver;
import dev.lockcred.matter.MatterOptions;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeResult;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LockDescription;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.UserFacts;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.TestHost;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.testkit.Wires;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;

/** The real Matter driver before the simulated bridge, and what every test of it needs; nothing may be left behind. */
abstract class MatterBench {

    static final URI BRIDGE = URI.create("ws://localhost:5580/ws");
    static final LockOptions BERLIN = LockOptions.of(ZoneId.of("Europe/Berlin"));

    final VirtualTime time = VirtualTime.startingAt("2030-01-01T00:00:00Z");
    final Seed seed = new Seed(11);
    final Wires wires = new Wires(time, seed);
    final TestHost host = new TestHost("hub", time, seed).ports(wires);
    final MatterDriver driver = new MatterDriver(MatterOptions.of(BRIDGE));
    MatterBridgeSimulator bridge = new MatterBridgeSimulator(time, Dialect.JS);

    @AfterEach
    void nothingIsLeftBehind() {
        time.result(driver.closeAsync());
        time.result(driver.closeAsync());
        time.advance(Duration.ofMinutes(3)); // the simulated lock finishes what it was at
        assertThat(time.pendingTimers()).as("%s", time.pending()).isZero();
        assertThat(wires.open()).isZero();
    }

    void start() {
        wires.peer(BRIDGE, channel -> bridge.attach(channel));
        time.result(driver.start(host));
        time.runUntilIdle();
    }

    /** A started driver on one lock. */
    DriverLock lock(LockProfile profile) {
        bridge.node("1", profile);
        start();
        DriverLock lock = driver.lock("1/" + profile.endpoint(), BERLIN);
        time.runUntilIdle();
        return lock;
    }

    static Call call() {
        return Call.interactive(Duration.ofMinutes(5));
    }

    static Pin pin(String digits) {
        return Pin.of(digits.toCharArray());
    }

    ChangeResult apply(DriverLock lock, Change change) {
        return time.result(lock.apply(List.of(change), call())).results().get(0);
    }

    ReadResult readAll(DriverLock lock) {
        return time.result(lock.read(new ReadRequest.Everything(), call()));
    }

    LockDescription describe(DriverLock lock) {
        return ((Described.Known) time.result(lock.describe(call()))).description();
    }

    static Change.Put put(int slot, String digits, String name) {
        return new Change.Put(
                CredentialRef.pin(slot),
                OptionalInt.empty(),
                pin(digits),
                UserFacts.PLAIN.withName(name).withMark(7000 + slot),
                true,
                List.of(),
                Change.Basis.EMPTY);
    }

    static void assertConfirmed(ChangeResult result) {
        assertThat(result.outcome()).isInstanceOf(ChangeOutcome.Confirmed.class);
    }

    int cost(Runnable work) {
        int before = bridge.invokes().size();
        work.run();
        return bridge.invokes().size() - before;
    }
}
