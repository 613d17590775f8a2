// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.session;

import dev.lockcred.zwave.internal.cc.Command;
import java.time.Duration;
import java.util.function.Predicate;

/** Which command is the answer to an exchange. */
@FunctionalInterface
public interface Expect<R> {

    /** What a command from the node means for the exchange. */
    sealed interface Verdict<R> {
        /** It has nothing to do with it. */
        record NotMine<R>() implements Verdict<R> {}

        /** It is the answer. */
        record Answer<R>(R value) implements Verdict<R> {}

        /** The node is at it: the answer may take so long. */
        record Working<R>(Duration more) implements Verdict<R> {}
    }

    Verdict<R> look(Command command);

    /** The first command of this type for which the test holds. */
    static <R extends Command> Expect<R> of(Class<R> type, Predicate<R> test) {
        return command -> {
            if (type.isInstance(command)) {
                R candidate = type.cast(command);
                if (test.test(candidate)) {
                    return new Verdict.Answer<>(candidate);
                }
            }
            return new Verdict.NotMine<>();
        };
    }

    static <R extends Command> Expect<R> of(Class<R> type) {
        return of(type, c -> true);
    }
}
