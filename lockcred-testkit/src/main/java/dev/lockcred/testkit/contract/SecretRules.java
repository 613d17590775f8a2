// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.contract;

import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.testkit.Pins;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** No PIN leaves by a side door. */
public interface SecretRules {

    /** The bench of the running test. */
    Bench bench();

    @Test
    @DisplayName(
            "SECRET-1 (R7): no PIN in logs, trace, events, results or unsealed memory, nor anything computed from it")
    default void leaksNothing() {
        Bench bench = bench().started();
        bench.onlyIf(bench.pins().writable(), "that it takes PINs");

        List<String> leaks = Pins.leaksDuring(() -> {
            Call call = bench.call();
            Pins.inspect("the result of a set", bench.apply(Change.Put.plain(bench.slot(0), bench.pin(0))));
            Pins.inspect("the result of a duplicate", bench.apply(Change.Put.plain(bench.slot(1), bench.pin(0))));
            Pins.inspect("the result of a read", bench.settle(bench.lock().read(new ReadRequest.Everything(), call)));
            bench.subject().goSilent();
            Pins.inspect("the result of a failed set", bench.apply(Change.Put.plain(bench.slot(2), bench.pin(1))));
            bench.subject().comeBack();
            Pins.inspect("the result of a clear", bench.apply(Change.Clear.of(bench.slot(0))));
            Pins.inspect(
                    "what the driver says of itself",
                    bench.driver(),
                    bench.lock(),
                    bench.driver().health(),
                    bench.lock().health());
        });

        bench.require(
                leaks.isEmpty(),
                "a PIN can be read from what the driver said:\n  " + String.join("\n  ", leaks),
                "dump frames through Redacted.hex with the spans of the digits, and store what is computed from digits"
                        + " as a secret edit");
    }

    @Test
    @DisplayName("SECRET-2 (section 6): nothing secret goes over an unsecured link without consent")
    default void plaintextNeedsConsent() {
        Bench bench = bench().started();
        boolean secure = bench.description().security().secure();
        Change change = Change.Put.plain(bench.slot(0), bench.pin(0));
        long before = bench.subject().messages();
        DriverLock lock = bench.driver().lock(bench.subject().address(), LockOptions.of(Bench.ZONE));

        ChangeOutcome outcome = bench.settle(lock.apply(List.of(change), bench.call()))
                .results()
                .get(0)
                .outcome();

        boolean insecure =
                outcome instanceof ChangeOutcome.NotSent notSent && notSent.why() == ChangeOutcome.NotSent.Why.INSECURE;
        bench.require(
                secure != insecure,
                "over a link that is " + (secure ? "secured" : "not secured") + " a write without consent came to "
                        + outcome,
                "answer NotSent(INSECURE) exactly where LinkSecurity.secure() is false and allowPlaintext is not given");
        bench.require(
                secure || bench.subject().messages() == before,
                "messages were sent although plain text is not allowed",
                "refuse before anything is sent");
    }
}
