// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.contract;

import dev.lockcred.testkit.TestHost;
import dev.lockcred.testkit.VirtualTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every driver keeps to, as tests. Extend it and supply a driver with a simulated lock:
 *
 * <pre>{@code
 * class AcmeContractTest extends LockDriverContract {
 *     @Override
 *     protected LockUnderTest open(TestHost host, VirtualTime time) {
 *         return new SimulatedAcme(host, time);
 *     }
 * }
 * }</pre>
 *
 * <p>Each rule has an id and names the rule of the domain it comes from. What the lock declares is tested; what it does not
 * declare is tested to be refused at once; rules about what it does not have are skipped and say why. The core rules (life,
 * reach, refusals, guard, secrets) have no precondition, so nobody passes by declaring nothing. A rule that a driver cannot
 * keep is overridden, with the reason in a comment.
 *
 * <p>A failure says what was seen and what to do. A mistake fails the rule that is about it; rules that merely build on it are
 * skipped.
 */
public abstract class LockDriverContract
        implements LifeRules, ReadRules, WriteRules, RefusalRules, UseRules, CostRules, SecretRules {

    private @Nullable Bench bench;

    /**
     * A driver and its simulated lock: fresh for each rule, secured, in reach, all places empty. The driver is not started.
     *
     * @param host what the driver will be started with; add {@link TestHost#ports ports} here
     * @param time the clock everything has to live on
     */
    protected abstract LockUnderTest open(TestHost host, VirtualTime time);

    @BeforeEach
    final void layOut() {
        bench = Bench.around(this::open);
    }

    @AfterEach
    final void clearAway() {
        bench().clearAway();
    }

    @Override
    public final Bench bench() {
        return Objects.requireNonNull(bench, "the bench is laid out before each rule");
    }
}
