// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.spi.DeviceProfile;
import dev.lockcred.spi.ReadResult.Failure;
import dev.lockcred.zwave.internal.cc.ClassId;
import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.cc.Configuration;
import dev.lockcred.zwave.internal.cc.CredentialRecords;
import dev.lockcred.zwave.internal.cc.DoorLockLogging;
import dev.lockcred.zwave.internal.cc.ManufacturerSpecific;
import dev.lockcred.zwave.internal.cc.ScheduleEntryLock;
import dev.lockcred.zwave.internal.cc.Security0;
import dev.lockcred.zwave.internal.cc.Security2;
import dev.lockcred.zwave.internal.cc.UserCode;
import dev.lockcred.zwave.internal.cc.UserRecords;
import dev.lockcred.zwave.internal.cc.Version;
import dev.lockcred.zwave.internal.security.SecurityClass;
import dev.lockcred.zwave.internal.serialapi.NodeInfo;
import dev.lockcred.zwave.internal.session.Expect;
import dev.lockcred.zwave.internal.session.Network;
import dev.lockcred.zwave.internal.session.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Learns of a lock what is needed to manage its codes, and nothing else; remembers each answer at once, so that it can stop
 * anywhere. Asks only; never clears or changes anything. Confined to the lane.
 */
final class Interview {

    static final String PRODUCT = "product";
    static final String COUNT = "count";
    static final String CAPABILITIES = "capabilities";
    static final String USERS = "users";
    static final String CREDENTIALS = "credentials";
    static final String SCHEDULES = "schedules";
    static final String LENGTH = "length";
    static final String LOG = "log";

    private static final int CAPABILITIES_TRIES = 3;

    private final Network network;
    private final Conversation talk;
    private final LockRecord record;
    private final List<DeviceProfile> profiles;
    private long receivedBefore;
    private Optional<Failure> failure = Optional.empty();

    Interview(Network network, Conversation talk, LockRecord record, List<DeviceProfile> profiles) {
        this.network = network;
        this.talk = talk;
        this.record = record;
        this.profiles = profiles;
        this.receivedBefore = talk.node().received();
    }

    /** Asks what is not known yet; absent when all is known now. */
    CompletableFuture<Optional<Failure>> run() {
        return security()
                .thenCompose(x -> unless(this::product))
                .thenCompose(x -> unless(this::codes))
                .thenCompose(x -> unless(this::schedules))
                .thenCompose(x -> unless(this::length))
                .thenCompose(x -> unless(this::log))
                .thenApply(x -> failure);
    }

    private CompletableFuture<Boolean> unless(java.util.function.Supplier<CompletableFuture<Boolean>> step) {
        return failure.isPresent() ? Async.now(false) : step.get();
    }

    private LockFacts facts() {
        return record.facts();
    }

    // ---- which class, and which command classes under it

    private CompletableFuture<Boolean> security() {
        Optional<SecurityClass> known = facts().granted();
        if (known.isPresent()) {
            if (talk.node().granted() != known.get()) {
                talk.node().grant(known.get());
            }
            return facts().classes().isPresent() ? Async.now(true) : secureList(known.get());
        }
        Optional<List<Integer>> clear = facts().listedInClear();
        if (clear.isPresent()) {
            return probe(clear.get());
        }
        return network.requestNodeInfo(talk.node().id()).thenCompose(info -> {
            if (info.isEmpty()) {
                return fail(Failure.Why.UNREACHABLE, "node " + talk.node().id() + " does not answer");
            }
            receivedBefore = talk.node().received(); // the chip of the lock answered that, not the lock
            List<Integer> ids = NodeInfo.parse(info.get().classes());
            record.learn(facts().listedInClear(ids));
            return probe(ids);
        });
    }

    /** An unanswered probe never means "talk plain": only a node that lists no security is spoken to in clear. */
    private CompletableFuture<Boolean> probe(List<Integer> listed) {
        var candidates = new ArrayList<SecurityClass>();
        if (listed.contains(ClassId.SECURITY_2)) {
            SecurityClass.S2_BEST_FIRST.stream().filter(network.keys()::has).forEach(candidates::add);
        }
        if (listed.contains(ClassId.SECURITY_0) && network.keys().has(SecurityClass.S0)) {
            candidates.add(SecurityClass.S0);
        }
        boolean secured = listed.contains(ClassId.SECURITY_2) || listed.contains(ClassId.SECURITY_0);
        if (!secured) {
            record.learn(facts().granted(SecurityClass.NONE).classes(listed));
            talk.node().grant(SecurityClass.NONE);
            return Async.now(true);
        }
        if (candidates.isEmpty()) {
            return fail(
                    Failure.Why.INSECURE,
                    "node " + talk.node().id() + " is secured and there is no key file with the network's keys:"
                            + " import them from the software the network was made with");
        }
        return tryNext(candidates, 0);
    }

    private CompletableFuture<Boolean> tryNext(List<SecurityClass> candidates, int index) {
        if (index == candidates.size()) {
            talk.node().grant(SecurityClass.NONE);
            return fail(
                    Failure.Why.INSECURE,
                    "node " + talk.node().id() + " was included with other keys than those in the key file");
        }
        SecurityClass candidate = candidates.get(index);
        talk.node().grant(candidate);
        return secureList(candidate).thenCompose(done -> {
            if (done || failure.filter(f -> f.why() != Failure.Why.INSECURE).isPresent()) {
                return Async.now(done);
            }
            failure = Optional.empty();
            return tryNext(candidates, index + 1);
        });
    }

    private CompletableFuture<Boolean> secureList(SecurityClass securityClass) {
        if (securityClass == SecurityClass.S0) {
            return talk.ask(new Security0.SupportedGet(), Expect.of(Security0.SupportedReport.class))
                    .thenCompose(reply -> {
                        if (reply instanceof Reply.Got<Security0.SupportedReport> got) {
                            return listed(
                                    SecurityClass.S0, NodeInfo.parse(got.value().classes()));
                        }
                        return refused(reply);
                    });
        }
        return talk.ask(new Security2.SupportedGet(), Expect.of(Security2.SupportedReport.class))
                .thenCompose(reply -> {
                    if (reply instanceof Reply.Got<Security2.SupportedReport> got) {
                        return listed(securityClass, NodeInfo.parse(got.value().classes()));
                    }
                    return refused(reply);
                });
    }

    private CompletableFuture<Boolean> listed(SecurityClass securityClass, List<Integer> secure) {
        var all = new TreeSet<>(secure);
        facts().listedInClear().ifPresent(all::addAll);
        record.learn(facts().granted(securityClass).classes(List.copyOf(all)));
        return Async.now(true);
    }

    private CompletableFuture<Boolean> refused(Reply<?> reply) {
        if (reply instanceof Reply.NotSent<?> n && n.why() != Reply.Why.KEYS && n.why() != Reply.Why.NO_ANSWER) {
            return fail(Failures.why(n.why()), n.text());
        }
        return fail(
                Failure.Why.INSECURE, "it does not answer under " + talk.node().granted());
    }

    // ---- what it is and what it can do

    private CompletableFuture<Boolean> product() {
        return when(
                ClassId.MANUFACTURER_SPECIFIC,
                PRODUCT,
                new ManufacturerSpecific.Get(),
                Expect.of(ManufacturerSpecific.Report.class));
    }

    private CompletableFuture<Boolean> codes() {
        if (facts().has(ClassId.USER_CREDENTIAL)) {
            return when(
                            ClassId.USER_CREDENTIAL,
                            USERS,
                            new UserRecords.CapabilitiesGet(),
                            Expect.of(UserRecords.CapabilitiesReport.class))
                    .thenCompose(x -> unless(() -> when(
                            ClassId.USER_CREDENTIAL,
                            CREDENTIALS,
                            new CredentialRecords.CapabilitiesGet(),
                            Expect.of(CredentialRecords.CapabilitiesReport.class))))
                    .thenCompose(
                            x -> unless(() -> CodeModel.of(facts()).usesCredentials() ? Async.now(true) : userCode()));
        }
        return userCode();
    }

    private CompletableFuture<Boolean> userCode() {
        return when(
                        ClassId.USER_CODE,
                        COUNT,
                        new UserCode.UsersNumberGet(),
                        Expect.of(UserCode.UsersNumberReport.class))
                .thenCompose(x -> unless(() -> {
                    // Version 2 always sends the two-byte count, so a short report is version 1 and needs no question.
                    boolean maybe2 = facts().answer(COUNT, UserCode.UsersNumberReport.class)
                            .map(UserCode.UsersNumberReport::extended)
                            .orElse(false);
                    return maybe2
                            ? when(
                                    ClassId.USER_CODE,
                                    CAPABILITIES,
                                    new UserCode.CapabilitiesGet(),
                                    Expect.of(UserCode.CapabilitiesReport.class))
                            : Async.now(true);
                }));
    }

    private CompletableFuture<Boolean> schedules() {
        if (!quirks().schedules()) {
            return Async.now(true);
        }
        return when(
                ClassId.SCHEDULE_ENTRY_LOCK,
                SCHEDULES,
                new ScheduleEntryLock.SupportedGet(),
                Expect.of(ScheduleEntryLock.SupportedReport.class));
    }

    private CompletableFuture<Boolean> length() {
        if (quirks().lengthParameter().isEmpty()) {
            return Async.now(true);
        }
        int parameter = quirks().lengthParameter().getAsInt();
        return when(
                ClassId.CONFIGURATION,
                LENGTH,
                new Configuration.Get(parameter),
                Expect.of(Configuration.Report.class, r -> r.parameter() == parameter));
    }

    private CompletableFuture<Boolean> log() {
        return when(
                ClassId.DOOR_LOCK_LOGGING,
                LOG,
                new DoorLockLogging.SupportedGet(),
                Expect.of(DoorLockLogging.SupportedReport.class));
    }

    private Quirks quirks() {
        return Quirks.choose(profiles, facts().answer(PRODUCT, ManufacturerSpecific.Report.class));
    }

    private <C extends Command> CompletableFuture<Boolean> when(
            int commandClass, String name, Command question, Expect<C> expect) {
        if (facts().asked(name) || !facts().has(commandClass)) {
            return Async.now(true);
        }
        return talk.ask(question, expect).thenCompose(reply -> {
            if (reply instanceof Reply.Got<C> got) {
                record.learn(facts().answer(name, got.value()));
                return Async.now(true);
            }
            if (reply instanceof Reply.Silent<C> && !talk.over()) {
                // Asked once more, so that one lost answer does not decide what a lock can do for ever.
                return talk.ask(question, expect).thenCompose(again -> {
                    if (again instanceof Reply.Got<C> got) {
                        record.learn(facts().answer(name, got.value()));
                        return Async.now(true);
                    }
                    if (again instanceof Reply.Silent<C> && !talk.over() && mayBeMissing(name)) {
                        return name.equals(CAPABILITIES) ? unlessVersion2() : withoutAnswer(name);
                    }
                    return missed(again);
                });
            }
            return missed(reply);
        });
    }

    private CompletableFuture<Boolean> withoutAnswer(String name) {
        record.learn(facts().silent(name));
        return Async.now(true);
    }

    /**
     * Only version 1 has no capabilities to tell, and version 2 must not be written like version 1 (CL:0063.01.31.02.1): so the
     * lock is asked which it has, and asked again by later calls, until it is plain that it never will tell.
     */
    private CompletableFuture<Boolean> unlessVersion2() {
        return talk.ask(
                        new Version.ClassGet(ClassId.USER_CODE),
                        Expect.of(Version.ClassReport.class, r -> r.requested() == ClassId.USER_CODE))
                .thenCompose(reply -> {
                    boolean version2 = reply instanceof Reply.Got<Version.ClassReport> got
                            && got.value().version() > 1;
                    int missed = facts().note(CAPABILITIES).orElse(0) + 1;
                    if (!version2 || missed == CAPABILITIES_TRIES) {
                        return withoutAnswer(CAPABILITIES);
                    }
                    record.learn(facts().note(CAPABILITIES, missed));
                    return missed(reply);
                });
    }

    /** What a lock may lack although it lists the class; a lock that says nothing at all is only away. */
    private boolean mayBeMissing(String name) {
        return !name.equals(COUNT)
                && !name.equals(USERS)
                && !name.equals(CREDENTIALS)
                && talk.node().received() > receivedBefore;
    }

    private CompletableFuture<Boolean> missed(Reply<?> reply) {
        if (reply instanceof Reply.NotSent<?> n) {
            return fail(Failures.why(n.why()), n.text());
        }
        return fail(Failure.Why.NO_ANSWER, "node " + talk.node().id() + " did not answer in time");
    }

    private CompletableFuture<Boolean> fail(Failure.Why why, String text) {
        failure = Optional.of(new Failure(why, text));
        return Async.now(false);
    }
}
