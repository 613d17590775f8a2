// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.examples.acme;

import dev.lockcred.CredentialKind;
import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.SlotState;
import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeResult;
import dev.lockcred.spi.CostModel;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.Evidenced;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.LockDescription;
import dev.lockcred.spi.LockHealth;
import dev.lockcred.spi.LockIdentity;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.SlotReading;
import dev.lockcred.spi.support.OneByOne;
import dev.lockcred.spi.support.Turns;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The lock of an Acme KeyBox: what it can do, and one command for each thing. */
final class AcmeLock implements DriverLock {
    static final String ADDRESS = "box";
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final LockCapabilities CAPABILITIES = LockCapabilities.builder()
            .credential(
                    CredentialKind.PIN,
                    new CredentialSupport(
                            Optional.of(Evidenced.assumed(CredentialSupport.Range.of(1, 5), "manual, page 4")),
                            Evidenced.assumed(CredentialSupport.Length.between(4, 6), "manual, page 4"),
                            Evidenced.assumed(CredentialSupport.Alphabet.DIGITS, "manual, page 4"),
                            true,
                            Evidenced.assumed(CredentialSupport.ReadBack.MASKED, "manual, page 7"),
                            Optional.of(Evidenced.assumed(true, "manual, page 5")),
                            CredentialSupport.Disable.NONE,
                            true,
                            CredentialSupport.Settle.REPEAT))
            .reportsUser(Evidenced.assumed(true, "manual, page 8"))
            .build();

    private final AcmeBox box;
    private final Turns turns;
    private final OneByOne calls;
    private volatile boolean met;

    AcmeLock(AcmeBox box, Turns turns) {
        this.box = box;
        this.turns = turns;
        this.calls = new OneByOne(turns, CAPABILITIES);
    }

    @Override
    public String address() {
        return ADDRESS;
    }

    @Override
    public CompletionStage<Described> describe(Call call) {
        Described known = new Described.Known(LockDescription.of(
                LockIdentity.of("acme " + box.serial(), Map.of("model", "KeyBox")),
                CAPABILITIES,
                new LockDescription.LinkSecurity(true, "a cable inside the wall")));
        Described silent = new Described.NotNow(ReadResult.Failure.Why.UNREACHABLE, "the KeyBox does not answer");
        return turns.take(
                call,
                why -> silent,
                turn -> met
                        ? CompletableFuture.completedFuture(known)
                        : turn.answer(box.send(ascii("PING")), ANSWER).thenApply(answer -> {
                            met = answer.isPresent();
                            return met ? known : silent;
                        }));
    }

    @Override
    public CompletionStage<BatchResult> apply(List<Change> changes, Call call) {
        return calls.apply(changes, call, this::carryOut);
    }

    private CompletionStage<ChangeResult> carryOut(Change change, Turns.Turn turn) {
        byte[] command = command(change);
        CompletionStage<String> sent = box.send(command);
        Arrays.fill(command, (byte) 0);
        return turn.answer(sent, ANSWER)
                .thenApply(answer -> OneByOne.result(change, outcome(answer.orElse("")), answer.isPresent() ? 2 : 1));
    }

    private static byte[] command(Change change) {
        byte[] digits = change instanceof Change.Put put ? put.secret().copyBytes() : new byte[0];
        byte[] start =
                ascii((digits.length > 0 ? "SET " : "CLEAR ") + change.ref().index() + " ");
        byte[] command = Arrays.copyOf(start, start.length + digits.length);
        System.arraycopy(digits, 0, command, start.length, digits.length);
        Arrays.fill(digits, (byte) 0);
        return command;
    }

    private static ChangeOutcome outcome(String answer) {
        return switch (answer) {
            case "" -> new ChangeOutcome.Ambiguous("the KeyBox did not answer"); // it may have heard: never sent again
            case "OK" -> new ChangeOutcome.Confirmed(Proof.RESPONSE);
            case "EMPTY" -> new ChangeOutcome.NoChange();
            case "DUPLICATE" -> new ChangeOutcome.Rejected(Rejection.DUPLICATE, answer);
            default -> new ChangeOutcome.Rejected(Rejection.UNSPECIFIED, "an answer that is not in the manual");
        };
    }

    @Override
    public CompletionStage<ReadResult> read(ReadRequest request, Call call) {
        return calls.read(request, call, 2, this::look);
    }

    private CompletionStage<Optional<SlotReading>> look(CredentialRef ref, Turns.Turn turn) {
        return turn.answer(box.send(ascii("LOOK " + ref.index())), ANSWER)
                .thenApply(answer -> answer.map(
                        text -> SlotReading.of(ref, text.equals("EMPTY") ? SlotState.EMPTY : SlotState.MASKED)));
    }

    @Override
    public CostModel costs() {
        return calls.costs("messages", 2, 2);
    }

    @Override
    public LockHealth health() {
        return LockHealth.UNKNOWN;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
