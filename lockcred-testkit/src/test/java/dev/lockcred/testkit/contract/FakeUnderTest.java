// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.contract;

import dev.lockcred.AccessOperation;
import dev.lockcred.Pin;
import dev.lockcred.fake.FakeLock;
import dev.lockcred.fake.FakeLockDriver;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.LockDriver;
import java.util.function.UnaryOperator;

/** A fake lock and its driver on the bench; the driver may be spoilt. */
final class FakeUnderTest implements LockUnderTest {

    private final FakeLock lock;
    private final UnaryOperator<LockDriver> spoil;
    private LockDriver driver;

    FakeUnderTest(FakeModel model) {
        this(FakeLock.of("front", model), UnaryOperator.identity());
    }

    FakeUnderTest(FakeLock lock, UnaryOperator<LockDriver> spoil) {
        this.lock = lock;
        this.spoil = spoil;
        this.driver = spoil.apply(FakeLockDriver.of(lock));
    }

    @Override
    public LockDriver driver() {
        return driver;
    }

    @Override
    public LockDriver restarted() {
        driver = spoil.apply(FakeLockDriver.of(lock));
        return driver;
    }

    @Override
    public String address() {
        return "front";
    }

    @Override
    public long messages() {
        return lock.messages();
    }

    @Override
    public long writes() {
        return lock.writes();
    }

    @Override
    public void goSilent() {
        lock.offline();
    }

    @Override
    public void comeBack() {
        lock.online();
    }

    @Override
    public boolean holds(CredentialRef ref, Pin pin) {
        return lock.holds(ref.index(), pin);
    }

    @Override
    public void loseNextAnswer() {
        lock.faults().loseAnswers(1);
    }

    @Override
    public void pretendNext() {
        lock.faults().pretend(1);
    }

    @Override
    public void program(CredentialRef ref, Pin pin) {
        lock.program(ref.index(), pin);
    }

    @Override
    public void type(Pin pin) {
        lock.type(pin);
    }

    @Override
    public void turnByHand() {
        lock.turnByHand(AccessOperation.UNLOCK);
    }
}
