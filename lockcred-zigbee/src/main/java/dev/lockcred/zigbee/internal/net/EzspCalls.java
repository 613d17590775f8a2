// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.net;

import dev.lockcred.zigbee.internal.ezsp.EzspMessage;
import dev.lockcred.zigbee.internal.ezsp.EzspResponse;
import dev.lockcred.zigbee.internal.ezsp.NcpStatus;
import dev.lockcred.zigbee.internal.session.EzspSession;
import dev.lockcred.zigbee.internal.session.NcpException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Commands with the answers they must have. Confined to the lane. */
final class EzspCalls {

    private final EzspSession session;

    EzspCalls(EzspSession session) {
        this.session = session;
    }

    /** The answer, which must be of this type. */
    <T extends EzspMessage.Response> CompletionStage<T> ask(EzspMessage.Command command, Class<T> type) {
        return session.send(command)
                .thenCompose(answer -> type.isInstance(answer)
                        ? CompletableFuture.completedFuture(type.cast(answer))
                        : CompletableFuture.failedFuture(
                                NcpException.refused("the stick answered " + name(command) + " with something else")));
    }

    /** The status of a command that has nothing else to say, whatever it is. */
    CompletionStage<NcpStatus> status(EzspMessage.Command command) {
        return ask(command, EzspResponse.StatusOnly.class).thenApply(EzspResponse.StatusOnly::status);
    }

    /** A command that must succeed. */
    CompletionStage<Void> must(EzspMessage.Command command) {
        return status(command)
                .thenCompose(status -> status.isOk()
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(
                                NcpException.refused("the stick refuses " + name(command) + ": " + status)));
    }

    /** A command that some firmware refuses and that we can live without; only the loss of the session fails it. */
    CompletionStage<Void> attempt(EzspMessage.Command command) {
        return session.send(command)
                .handle((answer, failure) -> failure)
                .thenCompose(failure -> failure == null || !isLost(failure)
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(failure));
    }

    /** Whether a failure means that the session is over. */
    static boolean isLost(Throwable failure) {
        Throwable cause = unwrap(failure);
        return !(cause instanceof NcpException ncp) || ncp.isLost();
    }

    /** The failure itself, without what stages wrap around it. */
    static Throwable unwrap(Throwable failure) {
        Throwable inner = failure;
        while (inner instanceof CompletionException && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    private static String name(EzspMessage.Command command) {
        return command.id().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
