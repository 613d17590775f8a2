// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fake;

import dev.lockcred.Proof;
import dev.lockcred.spi.CredentialSupport.Disable;
import dev.lockcred.spi.CredentialSupport.Length;
import dev.lockcred.spi.CredentialSupport.ReadBack;
import dev.lockcred.spi.LockCapabilities.Clock;
import dev.lockcred.spi.LockCapabilities.RemotePin;
import dev.lockcred.spi.LockCapabilities.Unmanageable;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.ScheduleSupport;
import dev.lockcred.spi.UserSupport;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Changes a {@link FakeModel}; what each setting means is said there. Not thread-safe. */
public final class FakeModelBuilder {

    private String name;
    private int first = 1;
    private int count = 30;
    private SortedSet<Integer> reserved = new TreeSet<>();
    private Length length = Length.between(4, 10);
    private ReadBack readBack = ReadBack.READABLE;
    private Optional<Proof> proof = Optional.of(Proof.RESPONSE);
    private Duration settlesAfter = Duration.ZERO;
    private boolean refusesDuplicates;
    private boolean refusesOwnPin;
    private boolean refusesOccupied;
    private boolean dropsUserWithLastPin;
    private Disable disable = Disable.NONE;
    private UserSupport users = UserSupport.SLOT_ONLY;
    private List<ScheduleSupport> schedules = List.of();
    private boolean oneScheduleKindPerUser;
    private Clock clock = Clock.READ_WRITE;
    private Set<Operation.Kind> operations = EnumSet.of(Operation.Kind.LOCK, Operation.Kind.UNLOCK);
    private RemotePin remotePin = RemotePin.NOT_SUPPORTED;
    private boolean reportsUser = true;
    private boolean reportsProgramming = true;
    private boolean numbersEvents;
    private boolean checksum;
    private int logSize;
    private int bulk = 10;
    private Duration latency = Duration.ofMillis(25);
    private Duration wake = Duration.ZERO;
    private boolean secure = true;
    private Optional<Unmanageable> unmanageable = Optional.empty();

    FakeModelBuilder(String name) {
        this.name = name;
    }

    FakeModelBuilder(FakeModel from) {
        this.name = from.name();
        this.first = from.first();
        this.count = from.count();
        this.reserved = from.reserved();
        this.length = from.length();
        this.readBack = from.readBack();
        this.proof = from.proof();
        this.settlesAfter = from.settlesAfter();
        this.refusesDuplicates = from.refusesDuplicates();
        this.refusesOwnPin = from.refusesOwnPin();
        this.refusesOccupied = from.refusesOccupied();
        this.dropsUserWithLastPin = from.dropsUserWithLastPin();
        this.disable = from.disable();
        this.users = from.users();
        this.schedules = from.schedules();
        this.oneScheduleKindPerUser = from.oneScheduleKindPerUser();
        this.clock = from.clock();
        this.operations = from.operations();
        this.remotePin = from.remotePin();
        this.reportsUser = from.reportsUser();
        this.reportsProgramming = from.reportsProgramming();
        this.numbersEvents = from.numbersEvents();
        this.checksum = from.checksum();
        this.logSize = from.logSize();
        this.bulk = from.bulk();
        this.latency = from.latency();
        this.wake = from.wake();
        this.secure = from.secure();
        this.unmanageable = from.unmanageable();
    }

    public FakeModelBuilder name(String value) {
        name = value;
        return this;
    }

    public FakeModelBuilder slots(int firstIndex, int howMany) {
        first = firstIndex;
        count = howMany;
        return this;
    }

    public FakeModelBuilder reserved(Integer... places) {
        reserved = new TreeSet<>(Arrays.asList(places));
        return this;
    }

    public FakeModelBuilder length(Length value) {
        length = value;
        return this;
    }

    /** What a read shows. A proof that the new value makes impossible becomes the best one still possible. */
    public FakeModelBuilder readBack(ReadBack value) {
        readBack = value;
        if (value != ReadBack.READABLE && proof.equals(Optional.of(Proof.READ_BACK))) {
            proof = Optional.of(value == ReadBack.NONE ? Proof.RESPONSE : Proof.PRESENCE);
        }
        return this;
    }

    public FakeModelBuilder proof(Proof value) {
        proof = Optional.of(value);
        settlesAfter = Duration.ZERO;
        return this;
    }

    /** No proof: the lock takes orders, and shows what became of them after so long. */
    public FakeModelBuilder accepting(Duration shownAfter) {
        proof = Optional.empty();
        settlesAfter = shownAfter;
        return this;
    }

    public FakeModelBuilder refusesDuplicates(boolean value) {
        refusesDuplicates = value;
        return this;
    }

    public FakeModelBuilder refusesOwnPin(boolean value) {
        refusesOwnPin = value;
        return this;
    }

    public FakeModelBuilder refusesOccupied(boolean value) {
        refusesOccupied = value;
        return this;
    }

    public FakeModelBuilder dropsUserWithLastPin(boolean value) {
        dropsUserWithLastPin = value;
        return this;
    }

    public FakeModelBuilder disable(Disable value) {
        disable = value;
        return this;
    }

    public FakeModelBuilder users(UserSupport value) {
        users = value;
        return this;
    }

    public FakeModelBuilder schedules(boolean oneKindPerUser, ScheduleSupport... tables) {
        oneScheduleKindPerUser = oneKindPerUser;
        schedules = List.of(tables);
        return this;
    }

    public FakeModelBuilder clock(Clock value) {
        clock = value;
        return this;
    }

    public FakeModelBuilder operations(Set<Operation.Kind> value) {
        operations = value;
        return this;
    }

    public FakeModelBuilder remotePin(RemotePin value) {
        remotePin = value;
        return this;
    }

    public FakeModelBuilder reportsUser(boolean value) {
        reportsUser = value;
        return this;
    }

    public FakeModelBuilder reportsProgramming(boolean value) {
        reportsProgramming = value;
        return this;
    }

    public FakeModelBuilder numbersEvents(boolean value) {
        numbersEvents = value;
        return this;
    }

    public FakeModelBuilder checksum(boolean value) {
        checksum = value;
        return this;
    }

    public FakeModelBuilder logSize(int records) {
        logSize = records;
        return this;
    }

    public FakeModelBuilder bulk(int slotsPerAnswer) {
        bulk = slotsPerAnswer;
        return this;
    }

    public FakeModelBuilder latency(Duration value) {
        latency = value;
        return this;
    }

    public FakeModelBuilder wake(Duration value) {
        wake = value;
        return this;
    }

    public FakeModelBuilder secure(boolean value) {
        secure = value;
        return this;
    }

    public FakeModelBuilder unmanageable(Unmanageable why) {
        unmanageable = Optional.of(why);
        count = 0;
        return this;
    }

    FakeModel build() {
        return new FakeModel(
                name,
                first,
                count,
                reserved,
                length,
                readBack,
                proof,
                settlesAfter,
                refusesDuplicates,
                refusesOwnPin,
                refusesOccupied,
                dropsUserWithLastPin,
                disable,
                users,
                schedules,
                oneScheduleKindPerUser,
                clock,
                operations,
                remotePin,
                reportsUser,
                reportsProgramming,
                numbersEvents,
                checksum,
                logSize,
                bulk,
                latency,
                wake,
                secure,
                unmanageable);
    }
}
