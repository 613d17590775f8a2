// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import dev.lockcred.Pin;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeOutcome.NotSent;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.lock.CredentialServices;
import dev.lockcred.zwave.internal.lock.LearnEnd;
import dev.lockcred.zwave.internal.lock.ZWaveLock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What one lock can do with credentials beyond what every driver offers. For applications that know that it is a Z-Wave lock;
 * PINs and passwords are written through the engine like everywhere.
 *
 * <pre>{@code
 * driver.credentials("12").learn(new LearnRequest(finger, user, false, Duration.ofSeconds(60)), guide);
 * }</pre>
 *
 * <p>Thread-safe; obtained from {@link ZWaveDriver#credentials}, of use once the driver is started. Stages complete on the
 * driver's lane: do not block in them. What a lock answers is a value, never a failed stage.
 */
public final class ZWaveCredentials {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ZWaveLock lock;

    ZWaveCredentials(ZWaveLock lock) {
        this.lock = lock;
    }

    /**
     * Has the lock learn a credential from the person who stands before it (User Credential). Other calls to the lock go on
     * meanwhile.
     */
    public CompletionStage<Learned> learn(LearnRequest request, LearnGuide guide) {
        return lock.services(
                        Call.interactive(PATIENCE),
                        why -> CredentialServices.Learning.over(LearnEnd.of(LearnEnd.Why.NOT_SENT, why)),
                        s -> s.learn(request.ref(), request.user(), request.replace(), request.timeout(), guide::step))
                .thenCompose(CredentialServices.Learning::end)
                .thenApply(end -> end.done()
                        ? new Learned.Done(request.ref(), request.user())
                        : new Learned.Ended(Learned.Ended.Why.valueOf(end.why().name()), end.text()));
    }

    /** Ends what the lock is learning; nothing being learned is fine too. */
    public CompletionStage<ChangeOutcome> cancelLearning() {
        return change(CredentialServices::cancelLearning);
    }

    /** Gives a credential to another lock-side user, 1..65535, who exists (User Credential). */
    public CompletionStage<ChangeOutcome> assign(CredentialRef ref, int user) {
        if (user < 1 || user > 65_535) {
            throw new IllegalArgumentException("user " + user + " is outside 1..65535");
        }
        return change(s -> s.assign(ref, user));
    }

    /** Reads the code that opens the lock's own menu. */
    public CompletionStage<AdminCode> adminCode() {
        return lock.services(
                Call.interactive(PATIENCE),
                AdminCode.Unavailable::new,
                s -> s.hasAdminCode()
                        ? s.adminCode().thenApply(ZWaveCredentials::adminCode)
                        : CompletableFuture.completedFuture(
                                new AdminCode.Unavailable("this lock has no admin code that can be read")));
    }

    private static AdminCode adminCode(Optional<Octets> read) {
        if (read.isEmpty()) {
            return new AdminCode.Unavailable("the lock did not answer");
        }
        if (read.get().isEmpty()) {
            return new AdminCode.Off();
        }
        byte[] digits = read.get().toByteArray();
        try {
            return new AdminCode.Is(Pin.ofAscii(digits));
        } catch (IllegalArgumentException e) {
            return new AdminCode.Hidden(); // asterisks, or what no keypad has
        } finally {
            Arrays.fill(digits, (byte) 0);
        }
    }

    /** Sets the code that opens the lock's own menu; {@code pin} stays the caller's. */
    public CompletionStage<ChangeOutcome> setAdminCode(Pin pin) {
        byte[] digits = pin.copyBytes();
        Octets code = Octets.of(digits);
        Arrays.fill(digits, (byte) 0);
        return change(s -> s.adminCode(code));
    }

    /** Switches the admin code off, where the lock allows that: its menu cannot be opened by a code then. */
    public CompletionStage<ChangeOutcome> switchAdminCodeOff() {
        return change(s -> s.adminCode(Octets.EMPTY));
    }

    private CompletionStage<ChangeOutcome> change(Function<CredentialServices, CompletableFuture<ChangeOutcome>> body) {
        return lock.services(Call.interactive(PATIENCE), why -> new NotSent(NotSent.Why.UNREACHABLE, why), body);
    }
}
