// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import dev.lockcred.Actor;
import dev.lockcred.CredentialId;
import dev.lockcred.Grant;
import dev.lockcred.GrantId;
import dev.lockcred.Lock;
import dev.lockcred.LockGroup;
import dev.lockcred.LockId;
import dev.lockcred.Permission;
import dev.lockcred.Pin;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.core.ApplyOptions;
import dev.lockcred.core.History;
import dev.lockcred.core.HistoryExport;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.LockStatus;
import dev.lockcred.core.Locks;
import dev.lockcred.core.Obey;
import dev.lockcred.core.Pins.Change;
import dev.lockcred.core.WishRefusedException;
import dev.lockcred.core.WishedState;
import dev.lockcred.core.WishedState.LockWish;
import dev.lockcred.core.WishedState.PinWish;
import dev.lockcred.fake.FakeLock;
import dev.lockcred.spi.Operation;
import dev.lockcred.testkit.Pins;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Everything a manager can be asked, in one story; what it answers as text without its times. */
final class RemoteScenario {

    private final LockManager manager;
    private final FakeLock front;
    private final List<String> told = new ArrayList<>();

    RemoteScenario(LockManager manager, FakeLock front, FakeLock back) {
        this.manager = manager;
        this.front = front;
        back.messages();
    }

    List<String> run() throws Exception {
        users();
        locks();
        grants();
        pins();
        wishes();
        doors();
        history();
        mistakes();
        return told;
    }

    private void tell(String what, Callable<?> call) {
        String answer;
        try {
            answer = String.valueOf(call.call());
        } catch (Exception e) {
            answer = e.getClass().getSimpleName() + ": " + e.getMessage();
        }
        told.add(what + " -> "
                + answer.replaceAll("\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?Z?", "TIME")
                        .replaceAll("messages=\\d+|sent=\\d+|received=\\d+|sequence=\\d+", "N"));
    }

    private void act(String what, Runnable call) {
        tell(what, () -> {
            call.run();
            return "done";
        });
    }

    private void users() {
        tell("add", () -> manager.users().add("Anna"));
        tell("add as", () -> manager.users().add(UserId.of("ben"), "Ben"));
        tell("add again", () -> manager.users().add(UserId.of("ben"), "Ben"));
        tell("rename", () -> manager.users().rename(UserId.of("ben"), "Benjamin"));
        tell("find", () -> manager.users().find(UserId.of("ben")));
        tell("find nobody", () -> manager.users().find(UserId.of("nobody")));
        tell("list", () -> manager.users().list());
        act("tell number", () -> manager.users().tellTelephone(UserId.of("ben"), "+43 664 1234567"));
        act("tell no number", () -> manager.users().tellTelephone(UserId.of("ben"), "call me"));
        tell("number known", () -> manager.users().knowsTelephone(UserId.of("ben")));
        act("forget number", () -> manager.users().forgetTelephone(UserId.of("ben")));
        tell("number forgotten", () -> manager.users().knowsTelephone(UserId.of("ben")));
        act("remove nobody", () -> manager.users().remove(UserId.of("nobody")));
    }

    private void locks() throws Exception {
        manager.blocking().apply();
        tell("locks", () -> manager.locks().list());
        tell("lock", () -> manager.locks().find(LockId.of("front")));
        act("put", () -> manager.locks().put(Lock.of(LockId.of("front"), "fake", "front")));
        act("put wrong", () -> manager.locks().put(Lock.of(LockId.of("x"), "nowhere", "front")));
        act("group", () -> manager.locks().putGroup(LockGroup.of("all", "front", "back")));
        act("group two", () -> manager.locks().putGroup(LockGroup.of("one", "back")));
        act("ungroup", () -> manager.locks().removeGroup(dev.lockcred.GroupId.of("one")));
        tell("groups", () -> manager.locks().groups());
        tell("lost", () -> manager.locks().lost());
        act("forget nothing", () -> manager.locks().forget(LockId.of("cellar"), Locks.Forget.LOST));
        tell("drivers", () -> manager.drivers());
    }

    private void grants() {
        User anna = new User(UserId.of("anna"), "Anna");
        tell(
                "grant",
                () -> manager.grants()
                        .add(
                                anna,
                                to -> to.groups("all")
                                        .weekly("Mon-Sun all day")
                                        .id("g")
                                        .generatedPin()));
        tell(
                "grant again",
                () -> manager.grants().add(anna, to -> to.locks("front").id("g")));
        tell("grant nowhere", () -> manager.grants().add(anna, to -> to.locks("cellar")));
        Grant byHand = Grant.builder(GrantId.of("h"), UserId.of("ben"), dev.lockcred.Target.locks(LockId.of("front")))
                .build();
        act("put grant", () -> manager.grants().put(byHand, "a test"));
        tell("origin", () -> manager.grants().origin(GrantId.of("h")));
        tell("find grant", () -> manager.grants().find(GrantId.of("h")));
        act("disable", () -> manager.grants().disable(GrantId.of("h")));
        tell("disabled", () -> manager.grants().disabledByHand(GrantId.of("h")).map(b -> b.by()));
        act("enable", () -> manager.grants().enable(GrantId.of("h")));
        act("revoke", () -> manager.grants().revoke(UserId.of("ben"), List.of(LockId.of("back"))));
        tell("revocations", () -> manager.grants().revocations());
        act("unrevoke", () -> manager.grants().unrevoke(UserId.of("ben"), List.of()));
        tell("grants", () -> manager.grants().list());
        act("remove grant", () -> manager.grants().remove(GrantId.of("nothing")));
    }

    private void pins() {
        UserId ben = UserId.of("ben");
        tell("has", () -> manager.pins().has(UserId.of("anna")));
        try (Pin pin = Pins.pin("660357");
                Pin garden = Pins.pin("917354")) {
            tell("set", () -> manager.pins().set(ben, pin, Change.ROUTINE));
            tell("garden", () -> manager.pins().set(ben, CredentialId.of("ben.garden"), garden, Change.ROUTINE));
            tell("of", () -> manager.pins().of(ben));
            tell("other's", () -> manager.pins().set(ben, CredentialId.of("anna"), garden, Change.ROUTINE));
            act("remove pin", () -> manager.pins().remove(ben, CredentialId.of("ben.garden")));
            tell("reveal", () -> manager.pins().reveal(ben));
            tell("revealed", () -> {
                try (Pin seen =
                        manager.as(Actor.of("seer", Permission.REVEAL)).pins().reveal(ben)) {
                    return seen.equals(pin);
                }
            });
            tell("generate", () -> {
                try (Pin drawn = manager.pins().generate(UserId.of("anna"), Change.COMPROMISED)) {
                    return drawn.length();
                }
            });
            LockId front = LockId.of("front");
            tell("code unknown", () -> manager.pins().knowsProgrammingCode(front));
            tell("tell code", () -> manager.pins().tellProgrammingCode(front, pin));
            tell("tell code nowhere", () -> manager.pins().tellProgrammingCode(LockId.of("cellar"), pin));
            tell("code known", () -> manager.pins().knowsProgrammingCode(front));
            act("forget code", () -> manager.pins().forgetProgrammingCode(front));
            tell("code forgotten", () -> manager.pins().knowsProgrammingCode(front));
            tell("same as ben", () -> manager.pins().set(UserId.of("anna"), pin, Change.ROUTINE));
        }
    }

    private void wishes() throws Exception {
        // The locks come to rest, so that both sides plan from the same slots.
        manager.blocking().apply(ApplyOptions.DEFAULT.withPatience(Duration.ofMinutes(1)));
        try (Pin pin = Pins.pin("358210");
                Pin code = Pins.pin("735218")) {
            WishedState state = WishedState.of(
                    "home-1",
                    b -> b.lock(new LockWish(
                                    Lock.of(LockId.of("front"), "fake", "front"),
                                    Optional.empty(),
                                    Optional.of(new PinWish(code, "env FRONT_CODE")),
                                    "s:0"))
                            .user(new User(UserId.of("carl"), "Carl"), new PinWish(pin, "env CARL"), "s:1")
                            .grant(UserId.of("carl"), to -> to.locks("front"), "s:2"));
            tell("preview", () -> manager.wishes().preview(state, Obey.ORDINARY));
            tell("obey", () -> manager.wishes().obey(state, Obey.ORDINARY));
            tell("code is the site's", () -> manager.pins().tellProgrammingCode(LockId.of("front"), pin));
            tell("site", () -> manager.wishes().site());
            tell("source", () -> manager.wishes().pinSource(UserId.of("carl")));
            tell("source of", () -> manager.wishes().pinSource(CredentialId.of("carl")));
            tell("export", () -> manager.wishes().export());
            WishedState other = WishedState.of("home-2", b -> {});
            tell("other site", () -> manager.wishes().obey(other, Obey.ORDINARY));
            tell("why", () -> {
                try {
                    return manager.wishes().obey(other, Obey.ORDINARY);
                } catch (WishRefusedException e) {
                    return e.refusals() + " " + e.revocations();
                }
            });
        }
    }

    private void doors() throws Exception {
        UserId anna = UserId.of("anna");
        LockId lock = LockId.of("front");
        tell("apply", () -> manager.blocking().apply(ApplyOptions.DEFAULT.withPatience(Duration.ofMinutes(1))));
        tell("status", () -> manager.status());
        tell(
                "lock status",
                () -> manager.locks().status().stream()
                        .map(LockStatus::description)
                        .toList());
        tell("plan", () -> manager.plan().hasChanges());
        tell("explain", () -> manager.explain(anna, lock, Optional.empty()));
        tell("findings", () -> manager.findings());
        tell("at risk", () -> manager.doorsAtRisk());
        tell("no enforcer", () -> manager.withoutEnforcer().size());
        tell("simulate", () -> manager.simulate(Duration.ofDays(1)).steps().size());
        tell("simulate too long", () -> manager.simulate(Duration.ofDays(4000)));
        tell("codes", () -> manager.codes(lock));
        tell("read", () -> manager.blocking().readCodes(lock).size());
        tell(
                "unlock",
                () -> manager.blocking()
                        .operate(lock, new Operation.Unlock(), Optional.empty())
                        .getClass());
        act("adopt", () -> manager.adopt(lock, 29, anna));
        act("release", () -> manager.release(lock, 29));
        act("confirm", () -> manager.confirm(lock));
        act("confirm store", () -> manager.confirmStore());
        act("confirm clock", () -> manager.confirmClock());
        front.messages();
    }

    private void history() {
        History history = manager.history();
        Instant long_ago = Instant.parse("2020-01-01T00:00:00Z");
        Instant far = Instant.parse("2100-01-01T00:00:00Z");
        UserId anna = UserId.of("anna");
        tell("find", () -> history.find(History.Query.RECENT.withUser(anna)));
        tell("last use", () -> history.lastUse(anna, Optional.empty()));
        tell("last opening", () -> history.lastOpening(LockId.of("back")));
        tell("arrival", () -> history.arrival(anna, List.of(), long_ago, far));
        tell("not used", () -> history.notUsedSince(long_ago));
        tell("export", () -> {
            List<String> lines = new ArrayList<>();
            history.export(History.Query.RECENT.withUser(anna), HistoryExport.Format.CSV, lines::add);
            return lines;
        });
        tell("forget", () -> history.forgetBefore(long_ago));
        tell("audit", () -> manager.audit().latest(3));
        tell("verify", () -> manager.audit().verify().intact());
        act("erase actor", () -> manager.audit().eraseActor("seer"));
        act("rotate", () -> manager.upkeep().rotateKey());
        act("anew", () -> manager.upkeep().startVaultAnew());
        act("erase name", () -> manager.users().eraseName(anna));
        act("remove", () -> manager.users().remove(anna));
        act("revoke all", () -> manager.revokeEverywhere("a test"));
        tell(
                "enabled",
                () -> manager.grants().list().stream().filter(Grant::enabled).count());
    }

    private void mistakes() {
        LockManager desk = manager.as(Actor.of("desk", Permission.VIEW));
        act("no right", () -> desk.revokeEverywhere("no"));
        tell("no right either", () -> desk.apply(ApplyOptions.DEFAULT).get());
        tell("no door", () -> manager.codes(LockId.of("cellar")));
    }
}
