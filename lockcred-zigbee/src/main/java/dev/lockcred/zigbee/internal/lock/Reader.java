// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.lock;

import dev.lockcred.CredentialKind;
import dev.lockcred.Pin;
import dev.lockcred.Secret;
import dev.lockcred.SlotState;
import dev.lockcred.TagId;
import dev.lockcred.spi.Cost;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.SlotReading;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.net.Reply;
import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand.Medium;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse;
import dev.lockcred.zigbee.internal.zcl.ZclStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads slots, one question and one answer each. Confined to the lane. */
final class Reader {

    private static final Logger log = LoggerFactory.getLogger(Reader.class);

    private final LockLink lock;
    private final ScheduleReader schedules;

    Reader(LockLink lock) {
        this.lock = lock;
        this.schedules = new ScheduleReader(lock);
    }

    /** What one question about a slot brought. */
    sealed interface Look {
        /** The lock told. Digits, where it shows them, belong to the receiver. */
        record Seen(int status, int type, Octets code) implements Look {
            boolean isEmpty() {
                return status == DoorLockResponse.STATUS_AVAILABLE;
            }

            boolean isOccupied() {
                return status == DoorLockResponse.STATUS_ENABLED || status == DoorLockResponse.STATUS_DISABLED;
            }
        }

        /** The lock has no such question. */
        record Unsupported(int status) implements Look {}

        /** An answer that says nothing about the slot. */
        record Unclear(String text) implements Look {}

        /** No answer. */
        record Silent(Reply.Silent silent) implements Look {}
    }

    /** Which command family a kind of credential has; absent when this protocol has none for it. */
    static Optional<Medium> medium(CredentialKind kind) {
        return switch (kind) {
            case PIN -> Optional.of(Medium.PIN);
            case RFID -> Optional.of(Medium.RFID);
            default -> Optional.empty();
        };
    }

    /** Looks at one slot. */
    CompletionStage<Look> look(Medium medium, int index, LockLink.Ctx ctx) {
        return lock.ask(new DoorLockCommand.GetCode(medium, index), ctx).thenApply(reply -> interpret(index, reply));
    }

    private static Look interpret(int index, Reply reply) {
        if (reply instanceof Reply.Silent silent) {
            return new Look.Silent(silent);
        }
        if (reply instanceof Reply.Default refused) {
            return ZclStatus.isUnsupported(refused.status())
                    ? new Look.Unsupported(refused.status())
                    : new Look.Unclear(ZclStatus.describe(refused.status()));
        }
        try {
            DoorLockResponse answer = DoorLockResponse.decode(((Reply.Answer) reply).frame());
            if (answer instanceof DoorLockResponse.Code code && code.user() == index) {
                return new Look.Seen(code.status(), code.type(), code.code());
            }
            return new Look.Unclear("the lock answered for another slot");
        } catch (MalformedFrameException e) {
            log.debug("slot {} not understood: {}", index, e.getMessage());
            return new Look.Unclear("the lock's answer is not understood");
        }
    }

    /** Carries out a read. */
    CompletionStage<ReadResult> read(ReadRequest request, LockCapabilities capabilities, LockLink.Ctx ctx) {
        int before = lock.messages();
        Optional<List<CredentialRef>> refs = refs(request, capabilities);
        if (refs.isEmpty()) {
            return CompletableFuture.completedFuture(ReadResult.failed(
                    List.of(),
                    List.of(),
                    ReadResult.Failure.Why.UNSUPPORTED,
                    "the lock does not say how many slots it has: name the slots, or give 'pin.count' in a profile",
                    Cost.NONE));
        }
        var readings = new ArrayList<SlotReading>();
        return next(refs.get(), 0, readings, capabilities, ctx).thenApply(failure -> {
            var cost = new Cost(lock.messages() - before);
            return failure.map(f -> ReadResult.failed(readings, List.of(), f.why(), f.text(), cost))
                    .orElseGet(() -> ReadResult.complete(readings, List.of(), cost));
        });
    }

    private CompletionStage<Optional<ReadResult.Failure>> next(
            List<CredentialRef> refs,
            int at,
            List<SlotReading> readings,
            LockCapabilities capabilities,
            LockLink.Ctx ctx) {
        if (at == refs.size()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        CredentialRef ref = refs.get(at);
        Optional<Medium> medium = medium(ref.kind());
        if (medium.isEmpty() || capabilities.credential(ref.kind()).isEmpty()) {
            return end(refs, at, readings, ReadResult.Failure.Why.UNSUPPORTED, "this lock has no " + ref.kind());
        }
        if (isMute(capabilities, ref)) {
            return end(
                    refs, at, readings, ReadResult.Failure.Why.UNSUPPORTED, "this lock cannot be asked for its codes");
        }
        if (isReserved(capabilities, ref)) {
            readings.add(SlotReading.of(ref, SlotState.RESERVED));
            return next(refs, at + 1, readings, capabilities, ctx);
        }
        return look(medium.get(), ref.index(), ctx).thenCompose(look -> {
            if (look instanceof Look.Silent s) {
                return end(
                        refs, at, readings, Answers.why(s.silent()), s.silent().text());
            }
            if (look instanceof Look.Unsupported u) {
                String words = "the lock cannot be asked for its codes: " + ZclStatus.describe(u.status());
                return end(refs, at, readings, ReadResult.Failure.Why.UNSUPPORTED, words);
            }
            if (!(look instanceof Look.Seen seen)) {
                readings.add(SlotReading.of(ref, SlotState.UNKNOWN));
                return next(refs, at + 1, readings, capabilities, ctx);
            }
            return schedules
                    .read(ref.index(), seen.type(), seen.isOccupied(), capabilities, ctx)
                    .thenCompose(entries -> {
                        readings.add(reading(ref, seen, entries));
                        return next(refs, at + 1, readings, capabilities, ctx);
                    });
        });
    }

    // R2: what was not read is UNKNOWN, never empty.
    private static CompletionStage<Optional<ReadResult.Failure>> end(
            List<CredentialRef> refs, int at, List<SlotReading> readings, ReadResult.Failure.Why why, String text) {
        refs.subList(at, refs.size()).forEach(r -> readings.add(SlotReading.of(r, SlotState.UNKNOWN)));
        return CompletableFuture.completedFuture(Optional.of(new ReadResult.Failure(why, text)));
    }

    private static boolean isMute(LockCapabilities capabilities, CredentialRef ref) {
        return capabilities
                .credential(ref.kind())
                .map(c -> c.readBack().value() == CredentialSupport.ReadBack.NONE)
                .orElse(false);
    }

    private static boolean isReserved(LockCapabilities capabilities, CredentialRef ref) {
        return capabilities
                .credential(ref.kind())
                .flatMap(CredentialSupport::range)
                .map(r -> r.value().reserved().contains(ref.index()))
                .orElse(false);
    }

    private static Optional<List<CredentialRef>> refs(ReadRequest request, LockCapabilities capabilities) {
        if (request instanceof ReadRequest.Slots slots) {
            return Optional.of(slots.refs());
        }
        var refs = new ArrayList<CredentialRef>();
        if (request instanceof ReadRequest.Range range) {
            for (int i = range.from(); i <= range.to(); i++) {
                refs.add(new CredentialRef(range.kind(), i));
            }
            return Optional.of(refs);
        }
        for (CredentialKind kind : capabilities.credentials().keySet()) {
            var range = capabilities.credential(kind).flatMap(CredentialSupport::range);
            if (range.isEmpty()) {
                return Optional.empty();
            }
            for (int i = range.get().value().first(); i <= range.get().value().last(); i++) {
                refs.add(new CredentialRef(kind, i));
            }
        }
        return Optional.of(refs);
    }

    private static SlotReading reading(CredentialRef ref, Look.Seen seen, Optional<List<ScheduleEntry>> entries) {
        SlotState state = switch (seen.status()) {
            case DoorLockResponse.STATUS_AVAILABLE -> SlotState.EMPTY;
            case DoorLockResponse.STATUS_ENABLED -> SlotState.KNOWN;
            case DoorLockResponse.STATUS_DISABLED -> SlotState.DISABLED;
            default -> SlotState.UNKNOWN; // "not supported" and vendors' own are not "empty"
        };
        boolean occupied = state == SlotState.KNOWN || state == SlotState.DISABLED;
        Optional<Secret> secret = occupied ? secret(ref.kind(), seen.code()) : Optional.empty();
        if (state == SlotState.KNOWN && secret.isEmpty()) {
            state = SlotState.MASKED;
        }
        return new SlotReading(ref, state, secret, OptionalInt.empty(), entries);
    }

    /** The digits, where they are digits: asterisks and blanks are a mask. */
    private static Optional<Secret> secret(CredentialKind kind, Octets code) {
        byte[] bytes = code.toByteArray();
        code.wipe();
        try {
            if (kind == CredentialKind.RFID) {
                return bytes.length == 0 || bytes.length > TagId.MAX_LENGTH
                        ? Optional.empty()
                        : Optional.of(TagId.of(bytes));
            }
            boolean digits = bytes.length > 0 && bytes.length <= Pin.MAX_LENGTH;
            for (byte b : bytes) {
                digits &= b >= '0' && b <= '9';
            }
            return digits ? Optional.of(Pin.ofAscii(bytes)) : Optional.empty();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
