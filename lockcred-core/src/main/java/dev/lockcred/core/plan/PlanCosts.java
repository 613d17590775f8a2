// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.plan;

import dev.lockcred.CredentialRule;
import dev.lockcred.Password;
import dev.lockcred.Pin;
import dev.lockcred.Secret;
import dev.lockcred.TagId;
import dev.lockcred.UserType;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.UserFacts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What steps cost, by the lock's own cost model; asked with stand-in secrets, as a planner has no digits. */
final class PlanCosts {

    private PlanCosts() {}

    static int put(LockView view, CredentialRef ref, Program program, Change.Basis basis) {
        return of(
                view,
                new Change.Put(
                        ref,
                        OptionalInt.empty(),
                        standIn(ref),
                        facts(program),
                        program.enabled(),
                        program.entries(),
                        basis));
    }

    static int clear(LockView view, CredentialRef ref) {
        return of(view, Change.Clear.of(ref));
    }

    static int reprogram(LockView view, CredentialRef ref, boolean statusOnly, Program to) {
        return of(
                view,
                statusOnly
                        ? new Change.SetEnabled(ref, OptionalInt.empty(), to.enabled())
                        : new Change.SetUser(ref, OptionalInt.empty(), facts(to), to.entries()));
    }

    private static int of(LockView view, Change change) {
        return view.known().map(k -> k.costs().of(List.of(change)).typical()).orElse(0);
    }

    private static UserFacts facts(Program program) {
        return new UserFacts(
                Optional.empty(),
                OptionalLong.empty(),
                program.type(),
                CredentialRule.SINGLE,
                program.type() == UserType.EXPIRING ? Optional.of(Duration.ofHours(1)) : Optional.empty());
    }

    private static Secret standIn(CredentialRef ref) {
        return switch (ref.kind()) {
            case PASSWORD -> Password.of(new char[] {'x', 'x', 'x', 'x', 'x', 'x'});
            case RFID -> TagId.of(new byte[8]);
            default -> Pin.ofAscii(new byte[] {'0', '0', '0', '0', '0', '0'});
        };
    }
}
