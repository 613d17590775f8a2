// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.contract;

import dev.lockcred.CredentialKind;
import dev.lockcred.Pin;
import dev.lockcred.SlotState;
import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeResult;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.CredentialSupport.ReadBack;
import dev.lockcred.spi.Described;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.LockDescription;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.SlotReading;
import dev.lockcred.testkit.Pins;
import dev.lockcred.testkit.Seed;
import dev.lockcred.testkit.TestHost;
import dev.lockcred.testkit.VirtualTime;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * What a rule works on: the driver under test, started, with its clock, its host and its lock. Preparations that fail skip
 * the rule rather than fail it: another rule is about them, and a mistake is reported once, where it belongs.
 */
public final class Bench {

    /** Where the lock hangs; an hour or two from UTC, so that a forgotten zone shows. */
    public static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");

    private static final String[] DIGITS = {"918273", "605142", "730516", "842907", "561938"};

    private final VirtualTime time;
    private final TestHost host;
    private final LockUnderTest subject;
    private LockDriver driver;
    private @Nullable LockDescription description;

    Bench(VirtualTime time, TestHost host, LockUnderTest subject) {
        this.time = time;
        this.host = host;
        this.subject = subject;
        this.driver = subject.driver();
    }

    static Bench around(BiFunction<TestHost, VirtualTime, LockUnderTest> open) {
        var time = VirtualTime.startingAt("2030-01-01T09:00:00Z"); // a Tuesday
        var host = new TestHost("contract", time, new Seed(20300101));
        return new Bench(time, host, open.apply(host, time));
    }

    public VirtualTime time() {
        return time;
    }

    public TestHost host() {
        return host;
    }

    /** What the author supplied. */
    public LockUnderTest subject() {
        return subject;
    }

    public LockDriver driver() {
        return driver;
    }

    /** The lock, secrets over unsecured links allowed. */
    public DriverLock lock() {
        return driver.lock(subject.address(), new LockOptions(ZONE, Optional.empty(), true));
    }

    /** Starts the driver; skips the rule when it does not start. */
    public Bench started() {
        prepare("LIFE-1", () -> settle(driver.start(host)));
        return this;
    }

    /** Closes the driver whatever became of the rule; what that leaves open is the business of LIFE-3 and LIFE-4. */
    void clearAway() {
        driver.close();
        time.advance(Duration.ofMinutes(1));
    }

    /** Another driver for the same lock and the same memory, as after a restart of the host. */
    public void restart() {
        prepare("LIFE-4", () -> settle(driver.closeAsync()));
        driver = subject.restarted();
        description = null;
        started();
    }

    /** What the lock is; skips the rule when the driver does not tell. */
    public LockDescription description() {
        LockDescription known = description;
        if (known == null) {
            Described described = prepare("DESC-1", () -> settle(lock().describe(Call.read(subject.patience()))));
            if (!(described instanceof Described.Known answer)) {
                throw new TestAbortedException("needs a described lock, see DESC-1");
            }
            known = answer.description();
            description = known;
        }
        return known;
    }

    public LockCapabilities can() {
        return description().capabilities();
    }

    /** What the lock can do with PINs; skips the rule where it takes none. */
    public CredentialSupport pins() {
        return can().credential(CredentialKind.PIN)
                .filter(CredentialSupport::writable)
                .orElseThrow(() -> new TestAbortedException("this lock takes no PINs"));
    }

    /** Skips the rule unless this is declared. */
    public void onlyIf(boolean declared, String what) {
        if (!declared) {
            throw new TestAbortedException("the lock does not declare " + what);
        }
    }

    /** The n-th place that may be used, from 0 on. */
    public CredentialRef slot(int n) {
        return CredentialRef.pin(places().stream()
                .skip(n)
                .findFirst()
                .orElseThrow(() -> new TestAbortedException("this lock has fewer than " + (n + 1) + " places")));
    }

    /** All places that may be used, ascending. */
    public List<Integer> places() {
        CredentialSupport.Range range = pins().range()
                .orElseThrow(() -> new TestAbortedException("it is not known yet which places the lock has"))
                .value();
        return IntStream.rangeClosed(range.first(), range.last())
                .filter(range::allows)
                .boxed()
                .toList();
    }

    /** The n-th of some PINs that this lock takes, watched for leaks. */
    public Pin pin(int n) {
        CredentialSupport.Length length = pins().length().value();
        int wanted = length.fixed().orElse(Math.max(length.min(), Math.min(6, length.max())));
        return pin(DIGITS[n], wanted);
    }

    /** A PIN of this length that begins with these digits. */
    public Pin pin(String begin, int length) {
        var digits = new StringBuilder(begin);
        while (digits.length() < length) {
            digits.append((digits.length() * 7 + 3) % 10);
        }
        return Pins.pin(digits.substring(0, length));
    }

    public Call call() {
        return new Call(Call.Priority.GRANT, subject.patience(), Call.Guard.OPEN);
    }

    // ---- doing ----

    /** Applies one change. */
    public ChangeResult apply(Change change) {
        return apply(List.of(change), call()).results().get(0);
    }

    /** Applies changes; the answer has one result each, else the rule fails. */
    public BatchResult apply(List<Change> changes, Call call) {
        BatchResult result = settle(lock().apply(changes, call));
        require(
                result.results().size() == changes.size(),
                result.results().size() + " results came for " + changes.size() + " changes",
                "return exactly one result per change, also for those that were not sent");
        return result;
    }

    /** Reads one place. */
    public SlotReading read(CredentialRef ref) {
        ReadResult result = settle(lock().read(ReadRequest.slot(ref), call()));
        return result.slots().stream()
                .filter(slot -> slot.ref().equals(ref))
                .findFirst()
                .orElseGet(() -> SlotReading.of(ref, SlotState.UNKNOWN));
    }

    /** Whether reads tell anything at all. */
    public boolean readable() {
        return pins().readBack().value() != ReadBack.NONE;
    }

    /** Puts a code as a preparation: it stands there afterwards, or the rule is skipped. */
    public void give(CredentialRef ref, Pin pin) {
        prepare("SET-1", () -> {
            ChangeOutcome outcome = settled(apply(Change.Put.plain(ref, pin)).outcome());
            boolean there = !readable() || read(ref).state().isOccupied();
            require(isDone(outcome) && there, "setting " + ref + " came to " + outcome, "see SET-1");
            return outcome;
        });
    }

    /** Skips the rule when a plain code cannot even be set and cleared. */
    public void needsSet() {
        give(slot(0), pin(4));
        prepare("CLEAR-1", () -> {
            ChangeOutcome outcome = settled(apply(Change.Clear.of(slot(0))).outcome());
            require(isDone(outcome), "clearing came to " + outcome, "see CLEAR-1");
            return outcome;
        });
    }

    /** Waits until an accepted change shows. */
    public ChangeOutcome settled(ChangeOutcome outcome) {
        if (outcome instanceof ChangeOutcome.Accepted accepted) {
            time.advance(accepted.recheckAfter());
        }
        return outcome;
    }

    public static boolean isDone(ChangeOutcome outcome) {
        return outcome instanceof ChangeOutcome.Confirmed
                || outcome instanceof ChangeOutcome.Accepted
                || outcome instanceof ChangeOutcome.NoChange;
    }

    /** Whether an outcome refuses for good: unsupported, or rejected. */
    public static boolean isRefusal(ChangeOutcome outcome) {
        return outcome instanceof ChangeOutcome.Unsupported || outcome instanceof ChangeOutcome.Rejected;
    }

    /** Requires that this is refused at once: for good, in words, without a message, without waiting. */
    public void refusesAtOnce(String what, Supplier<CompletionStage<ChangeOutcome>> attempt) {
        long messages = subject.messages();
        Duration before = time.elapsed();
        ChangeOutcome outcome = settle(attempt.get());
        require(
                isRefusal(outcome),
                what + " is not among the lock's capabilities, and came to " + outcome,
                "answer Unsupported (or Rejected, for a value out of range) before anything is sent,"
                        + " or declare the capability");
        String text = outcome instanceof ChangeOutcome.Unsupported unsupported
                ? unsupported.what()
                : ((ChangeOutcome.Rejected) outcome).nativeAnswer();
        require(
                !text.isBlank(),
                what + " is refused without a word",
                "say what the lock cannot do, and what would work");
        require(
                subject.messages() == messages && time.elapsed().equals(before),
                what + " is refused only after " + (subject.messages() - messages) + " messages and "
                        + time.elapsed().minus(before),
                "look at the capabilities before anything is sent");
    }

    /** The same for a change. */
    public void refusesAtOnce(String what, Change change) {
        refusesAtOnce(
                what,
                () -> lock().apply(List.of(change), call())
                        .thenApply(batch -> batch.results().isEmpty()
                                ? new ChangeOutcome.Ambiguous("no result at all")
                                : batch.results().get(0).outcome()));
    }

    /** The result of a stage, on the clock: a stage that fails or hangs fails the rule. */
    public <T> T settle(CompletionStage<T> stage) {
        Duration limit = subject.patience().plusMinutes(2);
        try {
            return time.await(stage, limit);
        } catch (ExecutionException e) {
            throw new AssertionError(
                    message(
                            "a stage failed with " + e.getCause(),
                            "whatever a lock or link answers is a value; a failed stage means a mistake inside the driver"),
                    e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError(
                    message(
                            "a stage was not complete after " + limit,
                            "complete every stage within the call's patience, whatever the lock does"),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Fails the rule with what was seen and what its author can do. */
    public void require(boolean kept, String seen, String todo) {
        if (!kept) {
            throw new AssertionError(message(seen, todo));
        }
    }

    private static String message(String seen, String todo) {
        return seen + "\n  To do: " + todo;
    }

    private static <T> T prepare(String rule, Supplier<T> preparation) {
        try {
            return preparation.get();
        } catch (AssertionError e) {
            throw new TestAbortedException("a preparation failed, see " + rule + ": " + e.getMessage(), e);
        }
    }
}
