// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockcred.Proof;
import dev.lockcred.matter.internal.bridge.AttributePath;
import dev.lockcred.matter.internal.bridge.BridgeAnswers;
import dev.lockcred.matter.internal.bridge.BridgeRequest;
import dev.lockcred.matter.internal.doorlock.DoorLock;
import dev.lockcred.matter.internal.session.BridgeSession;
import dev.lockcred.matter.internal.session.Reply;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.LockSetting;
import dev.lockcred.spi.support.MalformedFrameException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The lock's settings: read from what the bridge keeps, written and then read from the lock, because a bridge was seen to
 * report success for a write that did nothing. Confined to the driver's lane.
 */
final class Settings {

    private static final Duration RECHECK = Duration.ofSeconds(10);

    private final BridgeSession session;
    private final LockAddress address;

    Settings(BridgeSession session, LockAddress address) {
        this.session = session;
        this.address = address;
    }

    private static @Nullable Integer attribute(LockSetting setting) {
        return switch (setting) {
            case OPERATING_MODE -> DoorLock.OPERATING_MODE;
            case AUTO_RELOCK_SECONDS -> DoorLock.AUTO_RELOCK_TIME;
            case WRONG_CODE_LIMIT -> DoorLock.WRONG_CODE_ENTRY_LIMIT;
            case WRONG_CODE_LOCKOUT_SECONDS -> DoorLock.USER_CODE_DISABLE_TIME;
            case REMOTE_PIN_REQUIRED -> DoorLock.REQUIRE_PIN_FOR_REMOTE;
            case EXPIRING_USER_MINUTES -> DoorLock.EXPIRING_USER_TIMEOUT;
            case FIXED_PIN_LENGTH -> null; // Matter locks have none
        };
    }

    static Map<LockSetting, Long> read(LockFacts facts) {
        var values = new EnumMap<LockSetting, Long>(LockSetting.class);
        for (LockSetting setting : LockSetting.values()) {
            Integer attribute = attribute(setting);
            if (attribute != null) {
                Integer number = facts.number(attribute);
                Boolean flag = facts.flag(attribute);
                if (number != null) {
                    values.put(setting, number.longValue());
                } else if (flag != null) {
                    values.put(setting, flag ? 1L : 0L);
                }
            }
        }
        return values;
    }

    CompletableFuture<ChangeOutcome> write(Scope scope, LockFacts facts, LockSetting setting, long value) {
        Integer attribute = attribute(setting);
        if (attribute == null || !read(facts).containsKey(setting)) {
            return done(new ChangeOutcome.Unsupported("this lock has no setting " + setting));
        }
        if (setting == LockSetting.OPERATING_MODE) {
            Integer unsupported =
                    facts.number(DoorLock.SUPPORTED_OPERATING_MODES); // inverted: a clear bit is a mode it has
            if (value < 0 || value > 15 || unsupported != null && (unsupported >> value & 1) == 1) {
                return done(new ChangeOutcome.Unsupported("this lock has no operating mode " + value));
            }
        }
        var path = new AttributePath(address.endpoint(), DoorLock.CLUSTER, attribute);
        boolean truth = facts.flag(attribute) != null;
        JsonNode json =
                truth ? JsonNodeFactory.instance.booleanNode(value != 0) : JsonNodeFactory.instance.numberNode(value);
        return ask(scope, new BridgeRequest.WriteAttribute(address.node(), path, json))
                .thenCompose(reply -> {
                    if (!(reply instanceof Reply.Done written)) {
                        ChangeOutcome failure = Statuses.failure(reply);
                        return failure instanceof ChangeOutcome.Ambiguous
                                ? readBack(scope, path, json, failure)
                                : done(failure);
                    }
                    try {
                        int status = BridgeAnswers.writeStatus(written.result());
                        return status == 0
                                ? readBack(scope, path, json, new ChangeOutcome.Accepted(RECHECK))
                                : done(Statuses.refusal(status, null));
                    } catch (MalformedFrameException e) {
                        return readBack(
                                scope,
                                path,
                                json,
                                new ChangeOutcome.Ambiguous("the answer cannot be read: " + e.getMessage()));
                    }
                });
    }

    private CompletableFuture<ChangeOutcome> readBack(
            Scope scope, AttributePath path, JsonNode wanted, ChangeOutcome otherwise) {
        return ask(scope, new BridgeRequest.ReadAttributes(address.node(), List.of(path.toString())))
                .thenApply(reply -> {
                    if (!(reply instanceof Reply.Done done)) {
                        return otherwise;
                    }
                    try {
                        JsonNode now = BridgeAnswers.attributes(done.result()).get(path);
                        boolean same = now != null && now.asText().equals(wanted.asText());
                        return same
                                ? new ChangeOutcome.Confirmed(Proof.READ_BACK)
                                : new ChangeOutcome.Rejected(
                                        dev.lockcred.Rejection.UNSPECIFIED, "the lock kept its old value");
                    } catch (MalformedFrameException e) {
                        return otherwise;
                    }
                });
    }

    /** Asks the node when its turn comes, within the call's patience. */
    CompletableFuture<Reply> ask(Scope scope, BridgeRequest request) {
        var done = new CompletableFuture<Reply>();
        var turn = session.ask(
                address.node(),
                scope.call().priority(),
                Duration.ZERO,
                () -> scope.isOver() ? null : request,
                done::complete);
        scope.whenOver(() -> {
            turn.cancel();
            done.complete(new Reply.Lost("no answer when the time was up"));
        });
        return done;
    }

    private static CompletableFuture<ChangeOutcome> done(ChangeOutcome outcome) {
        return CompletableFuture.completedFuture(outcome);
    }
}
