// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.session;

import dev.lockcred.zwave.internal.frame.Octets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One command to a node and its answer. Confined to the lane.
 *
 * @param <R> the answer
 */
public final class Exchange<R> {

    final Octets command;
    final Scope scope;
    final @Nullable Expect<R> expect;
    final Duration answerWithin;
    final boolean changes;
    final BooleanSupplier guard;
    final CompletableFuture<Reply<R>> result = new CompletableFuture<>();

    /** Whether a byte of the command itself has been given to the radio. */
    boolean left;

    /** Whether the node was asked for a nonce once more, as it had not answered. */
    boolean nonceAskedAgain;

    /** Whether it was encrypted anew after the node lost step. */
    boolean resealed;

    int tries;

    private Exchange(
            Octets command,
            Scope scope,
            @Nullable Expect<R> expect,
            Duration answerWithin,
            boolean changes,
            BooleanSupplier guard) {
        this.command = command;
        this.scope = scope;
        this.expect = expect;
        this.answerWithin = answerWithin;
        this.changes = changes;
        this.guard = guard;
    }

    /** A question: harmless, so it may be repeated. */
    public static <R> Exchange<R> question(Octets command, Scope scope, Expect<R> expect, Duration answerWithin) {
        return new Exchange<>(command, scope, expect, answerWithin, false, () -> true);
    }

    /** An order that is answered. Never repeated once it may have been executed. */
    public static <R> Exchange<R> order(
            Octets command, Scope scope, Expect<R> expect, Duration answerWithin, BooleanSupplier guard) {
        return new Exchange<>(command, scope, expect, answerWithin, true, guard);
    }

    /** An order without an answer of its own. */
    public static Exchange<Void> bareOrder(Octets command, Scope scope, BooleanSupplier guard) {
        return new Exchange<>(command, scope, null, Node.SOS_WITHIN, true, guard);
    }

    /** A step of an inclusion: over as soon as it is delivered, as the node goes on at once. */
    static Exchange<Void> step(Octets command, Scope scope) {
        return new Exchange<>(command, scope, null, Duration.ZERO, true, () -> true);
    }

    boolean wanted() {
        if (result.isDone() || scope.isOver()) {
            return false;
        }
        try {
            return guard.getAsBoolean();
        } catch (RuntimeException mistake) { // the host's: whoever asked is told, the radio goes on
            result.completeExceptionally(mistake);
            return false;
        }
    }

    void finish(Reply<R> reply) {
        result.complete(reply);
    }
}
