// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fake;

import dev.lockcred.CredentialKind;
import dev.lockcred.SlotState;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.ChangeOutcome.NotSent.Why;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.CredentialSupport.ReadBack;
import dev.lockcred.spi.LockUser;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.SlotReading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Reads slots, as many per message as the lock carries. */
final class ReadTask extends FakeTask<ReadResult> {

    private final ReadRequest request;
    private final FakeModel model;
    private final Map<CredentialRef, SlotReading> found = new LinkedHashMap<>();
    private List<LockUser> users = List.of();
    private List<Integer> starts = List.of();
    private int next;
    private long checksum;

    ReadTask(FakeHandle handle, ReadRequest request, Call call) {
        super(handle, call);
        this.request = request;
        this.model = handle.costs() instanceof FakeCosts costs ? costs.model() : FakeModel.bridge();
    }

    @Override
    void begin() {
        List<CredentialRef> wanted = wanted(request, model);
        var impossible = wanted.stream().filter(ref -> !exists(ref)).findFirst();
        if (model.readBack() == ReadBack.NONE || impossible.isPresent()) {
            String text = model.readBack() == ReadBack.NONE
                    ? "the slots of this lock cannot be read"
                    : impossible.get() + " does not exist: this lock has PINs " + model.first() + ".."
                            + (model.first() + model.count() - 1);
            finish(failed(ReadResult.Failure.Why.UNSUPPORTED, text));
            return;
        }
        starts = starts(wanted, model);
        step();
    }

    private void step() {
        if (next == starts.size()) {
            if (request instanceof ReadRequest.Everything) {
                handle.knownChecksum = OptionalLong.of(checksum);
            }
            finish(ReadResult.complete(inOrder(), users, spent()));
            return;
        }
        ask(new Message.ReadCodes(starts.get(next), model.bulk()), heard -> {
            if (heard instanceof FakeAir.Heard.Answer answer && answer.reply() instanceof Reply.Codes codes) {
                codes.slots().forEach(slot -> found.put(slot.ref(), slot));
                users = codes.users();
                checksum = codes.checksum();
                next++;
                step();
            } else {
                boolean acknowledged = heard instanceof FakeAir.Heard.NoAnswer;
                finish(failed(
                        acknowledged ? ReadResult.Failure.Why.NO_ANSWER : ReadResult.Failure.Why.UNREACHABLE,
                        handle.address() + " does not answer"));
            }
        });
    }

    @Override
    ReadResult ended(Why why, String text) {
        return failed(forReads(why), text);
    }

    private ReadResult failed(ReadResult.Failure.Why why, String text) {
        return ReadResult.failed(inOrder(), users, why, text, spent());
    }

    /** What was asked for, what was not read being unknown (R2). */
    private List<SlotReading> inOrder() {
        return wanted(request, model).stream()
                .map(ref -> found.getOrDefault(ref, SlotReading.of(ref, SlotState.UNKNOWN)))
                .toList();
    }

    private boolean exists(CredentialRef ref) {
        return ref.kind() == CredentialKind.PIN
                && ref.index() >= model.first()
                && ref.index() < model.first() + model.count();
    }

    static List<CredentialRef> wanted(ReadRequest request, FakeModel model) {
        if (request instanceof ReadRequest.Slots slots) {
            return slots.refs();
        }
        if (request instanceof ReadRequest.Range range) {
            return IntStream.rangeClosed(range.from(), range.to())
                    .mapToObj(i -> new CredentialRef(range.kind(), i))
                    .toList();
        }
        return IntStream.range(model.first(), model.first() + model.count())
                .mapToObj(CredentialRef::pin)
                .toList();
    }

    /** The first slot of each message that it takes. */
    static List<Integer> starts(List<CredentialRef> wanted, FakeModel model) {
        List<Integer> starts = new ArrayList<>();
        int covered = -1;
        for (CredentialRef ref : wanted) {
            if (ref.index() > covered) {
                starts.add(ref.index());
                covered = ref.index() + model.bulk() - 1;
            }
        }
        return starts;
    }
}
