// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import static dev.lockcred.core.remote.ModelForms.AUDIT;
import static dev.lockcred.core.remote.ModelForms.CREDENTIAL_ID;
import static dev.lockcred.core.remote.ModelForms.DURATION;
import static dev.lockcred.core.remote.ModelForms.EVENT;
import static dev.lockcred.core.remote.ModelForms.FINDING;
import static dev.lockcred.core.remote.ModelForms.FLAG;
import static dev.lockcred.core.remote.ModelForms.GRANT;
import static dev.lockcred.core.remote.ModelForms.GRANT_ID;
import static dev.lockcred.core.remote.ModelForms.GROUP;
import static dev.lockcred.core.remote.ModelForms.GROUP_ID;
import static dev.lockcred.core.remote.ModelForms.INSTANT;
import static dev.lockcred.core.remote.ModelForms.INT;
import static dev.lockcred.core.remote.ModelForms.LOCK;
import static dev.lockcred.core.remote.ModelForms.LOCK_ID;
import static dev.lockcred.core.remote.ModelForms.LONG;
import static dev.lockcred.core.remote.ModelForms.OPERATION;
import static dev.lockcred.core.remote.ModelForms.OUTCOME;
import static dev.lockcred.core.remote.ModelForms.PHRASE;
import static dev.lockcred.core.remote.ModelForms.PIN;
import static dev.lockcred.core.remote.ModelForms.TEXT;
import static dev.lockcred.core.remote.ModelForms.USER;
import static dev.lockcred.core.remote.ModelForms.USER_ID;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.Grant;
import dev.lockcred.GrantId;
import dev.lockcred.Pin;
import dev.lockcred.core.GrantSpec;
import dev.lockcred.core.HistoryExport;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.Locks;
import dev.lockcred.core.Pins;
import dev.lockcred.core.WishedState;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** What can be asked for, by name, and how it is done. {@link RemoteManager} and its parts ask in the same words. */
final class Desk {

    private static final Map<String, Desk> ALL = new Listing().all;

    static final Form<Pins.Change> WHY = Form.name(Pins.Change.class);
    static final Form<Locks.Forget> HOW = Form.name(Locks.Forget.class);
    static final Form<HistoryExport.Format> FORMAT = Form.name(HistoryExport.Format.class);
    static final Form<Path> PATH = Form.text(Path::toString, Path::of);

    private final Function<Request, Answer> work;

    private Desk(Function<Request, Answer> work) {
        this.work = work;
    }

    /** The one who knows how. */
    static Desk of(String name) {
        Desk desk = ALL.get(name);
        if (desk == null) {
            throw new IllegalArgumentException("'" + name + "' is nothing that can be asked for");
        }
        return desk;
    }

    Answer answer(Request request) {
        return work.apply(request);
    }

    /**
     * A request, read.
     *
     * @param manager on behalf of whoever asks
     * @param with what it is about
     * @param out for the answer
     * @param next tells something on the way
     * @param keep takes a stream that goes on until it is stopped
     */
    record Request(
            LockManager manager,
            Form.In with,
            Form.Out out,
            BiConsumer<Parcel, JsonNode> next,
            Consumer<LockManager.Subscription> keep) {

        <T> T get(String field, Form<T> form) {
            return with.get(field, form);
        }

        <T> void tell(Form<T> form, T value) {
            var parcel = new Parcel();
            next.accept(parcel, form.write(value, parcel));
        }
    }

    /** An answer, written; or one that comes later. */
    record Answer(Parcel parcel, JsonNode value, Optional<CompletionStage<Answer>> later) {
        static <T> Answer of(Form<T> form, T value) {
            var parcel = new Parcel();
            return new Answer(parcel, form.write(value, parcel), Optional.empty());
        }

        static <T> Answer later(Form<T> form, CompletionStage<T> value) {
            var empty = new Parcel();
            return new Answer(empty, empty.line(), Optional.of(value.thenApply(v -> of(form, v))));
        }
    }

    /** The list of all. */
    private static final class Listing {
        private final Map<String, Desk> all = new TreeMap<>();

        Listing() {
            users();
            locks();
            grants();
            pins();
            wishes();
            history();
            upkeep();
            manager();
            streams();
        }

        private <T> void ask(String name, Form<T> form, Function<Request, T> work) {
            all.put(name, new Desk(r -> Answer.of(form, work.apply(r))));
        }

        private void act(String name, Consumer<Request> work) {
            ask(name, FLAG, r -> {
                work.accept(r);
                return true;
            });
        }

        private void users() {
            ask("users.add", USER, r -> r.manager().users().add(r.get("name", TEXT)));
            ask("users.addAs", USER, r -> r.manager().users().add(r.get("id", USER_ID), r.get("name", TEXT)));
            ask("users.rename", USER, r -> r.manager().users().rename(r.get("id", USER_ID), r.get("name", TEXT)));
            act("users.remove", r -> r.manager().users().remove(r.get("id", USER_ID)));
            ask("users.find", USER.optional(), r -> r.manager().users().find(r.get("id", USER_ID)));
            ask("users.list", USER.list(), r -> r.manager().users().list());
            act(
                    "users.tellTelephone",
                    r -> r.manager().users().tellTelephone(r.get("id", USER_ID), r.get("number", TEXT)));
            act("users.forgetTelephone", r -> r.manager().users().forgetTelephone(r.get("id", USER_ID)));
            ask("users.knowsTelephone", FLAG, r -> r.manager().users().knowsTelephone(r.get("id", USER_ID)));
            act("users.eraseName", r -> r.manager().users().eraseName(r.get("id", USER_ID)));
        }

        private void locks() {
            act("locks.put", r -> r.manager().locks().put(r.get("lock", LOCK)));
            ask("locks.find", LOCK.optional(), r -> r.manager().locks().find(r.get("id", LOCK_ID)));
            ask("locks.list", LOCK.list(), r -> r.manager().locks().list());
            ask(
                    "locks.status",
                    LockForms.STATUS.list(),
                    r -> r.manager().locks().status());
            act("locks.forget", r -> r.manager().locks().forget(r.get("id", LOCK_ID), r.get("how", HOW)));
            ask("locks.lost", ManagerForms.DOOR.list(), r -> r.manager().locks().lost());
            act("locks.putGroup", r -> r.manager().locks().putGroup(r.get("group", GROUP)));
            act("locks.removeGroup", r -> r.manager().locks().removeGroup(r.get("id", GROUP_ID)));
            ask("locks.groups", GROUP.list(), r -> r.manager().locks().groups());
        }

        private void grants() {
            ask("grants.add", GRANT, Listing::addGrant);
            act("grants.put", r -> r.manager().grants().put(r.get("grant", GRANT), r.get("origin", TEXT)));
            ask("grants.origin", TEXT.optional(), r -> r.manager().grants().origin(r.get("id", GRANT_ID)));
            ask("grants.find", GRANT.optional(), r -> r.manager().grants().find(r.get("id", GRANT_ID)));
            ask("grants.list", GRANT.list(), r -> r.manager().grants().list());
            act("grants.enable", r -> r.manager().grants().enable(r.get("id", GRANT_ID)));
            act("grants.disable", r -> r.manager().grants().disable(r.get("id", GRANT_ID)));
            ask(
                    "grants.disabledByHand",
                    ManagerForms.BY_HAND.optional(),
                    r -> r.manager().grants().disabledByHand(r.get("id", GRANT_ID)));
            act("grants.remove", r -> r.manager().grants().remove(r.get("id", GRANT_ID)));
            act(
                    "grants.revoke",
                    r -> r.manager().grants().revoke(r.get("user", USER_ID), r.get("locks", LOCK_ID.list())));
            act(
                    "grants.unrevoke",
                    r -> r.manager().grants().unrevoke(r.get("user", USER_ID), r.get("locks", LOCK_ID.list())));
            ask(
                    "grants.revocations",
                    ManagerForms.REVOCATION.list(),
                    r -> r.manager().grants().revocations());
        }

        private static Grant addGrant(Request r) {
            Grant content = r.get("grant", GRANT);
            Optional<GrantId> id = r.get("id", GRANT_ID.optional());
            boolean generated = r.get("generatedPin", FLAG);
            return r.manager().grants().add(r.get("user", USER), (GrantSpec to) -> {
                to.like(content);
                id.ifPresent(i -> to.id(i.value()));
                if (generated) {
                    to.generatedPin();
                }
            });
        }

        private void pins() {
            ask("pins.set", TEXT.list(), r -> {
                try (Pin pin = r.get("pin", PIN)) {
                    return r.manager()
                            .pins()
                            .set(r.get("user", USER_ID), r.get("credential", CREDENTIAL_ID), pin, r.get("why", WHY));
                }
            });
            ask(
                    "pins.generate",
                    PIN,
                    r -> r.manager()
                            .pins()
                            .generate(r.get("user", USER_ID), r.get("credential", CREDENTIAL_ID), r.get("why", WHY)));
            ask("pins.has", FLAG, r -> r.manager().pins().has(r.get("credential", CREDENTIAL_ID)));
            ask("pins.of", CREDENTIAL_ID.list(), r -> r.manager().pins().of(r.get("user", USER_ID)));
            act(
                    "pins.remove",
                    r -> r.manager().pins().remove(r.get("user", USER_ID), r.get("credential", CREDENTIAL_ID)));
            ask(
                    "pins.reveal",
                    PIN,
                    r -> r.manager().pins().reveal(r.get("user", USER_ID), r.get("credential", CREDENTIAL_ID)));
            ask("pins.tellProgrammingCode", TEXT.list(), r -> {
                try (Pin code = r.get("code", PIN)) {
                    return r.manager().pins().tellProgrammingCode(r.get("lock", LOCK_ID), code);
                }
            });
            act("pins.forgetProgrammingCode", r -> r.manager().pins().forgetProgrammingCode(r.get("lock", LOCK_ID)));
            ask(
                    "pins.knowsProgrammingCode",
                    FLAG,
                    r -> r.manager().pins().knowsProgrammingCode(r.get("lock", LOCK_ID)));
        }

        private void wishes() {
            ask("wishes.export", WishForms.STATE, r -> r.manager().wishes().export());
            ask(
                    "wishes.preview",
                    WishForms.PREVIEW,
                    r -> wished(r, s -> r.manager().wishes().preview(s, r.get("options", WishForms.OBEY))));
            ask(
                    "wishes.obey",
                    WishForms.CHANGES,
                    r -> wished(r, s -> r.manager().wishes().obey(s, r.get("options", WishForms.OBEY))));
            ask("wishes.site", TEXT.optional(), r -> r.manager().wishes().site());
            ask("wishes.pinSource", TEXT.optional(), r -> r.manager().wishes().pinSource(r.get("user", USER_ID)));
            ask(
                    "wishes.pinSourceOf",
                    TEXT.optional(),
                    r -> r.manager().wishes().pinSource(r.get("credential", CREDENTIAL_ID)));
        }

        // The PINs that came along are wiped.
        private static <T> T wished(Request r, Function<WishedState, T> work) {
            WishedState state = r.get("state", WishForms.STATE);
            try {
                return work.apply(state);
            } finally {
                state.locks()
                        .forEach(l -> l.programmingCode().ifPresent(p -> p.pin().close()));
                state.users().forEach(u -> u.pin().ifPresent(p -> p.pin().close()));
                state.grants().forEach(g -> g.pin().ifPresent(p -> p.pin().close()));
            }
        }

        private void history() {
            ask("history.find", EVENT.list(), r -> r.manager().history().find(r.get("query", ManagerForms.QUERY)));
            ask(
                    "history.lastUse",
                    EVENT.optional(),
                    r -> r.manager().history().lastUse(r.get("user", USER_ID), r.get("lock", LOCK_ID.optional())));
            ask(
                    "history.lastOpening",
                    EVENT.optional(),
                    r -> r.manager().history().lastOpening(r.get("lock", LOCK_ID)));
            ask(
                    "history.arrival",
                    EVENT.optional(),
                    r -> r.manager()
                            .history()
                            .arrival(
                                    r.get("user", USER_ID),
                                    r.get("locks", LOCK_ID.list()),
                                    r.get("since", INSTANT),
                                    r.get("until", INSTANT)));
            ask(
                    "history.notUsedSince",
                    USER_ID.list(),
                    r -> r.manager().history().notUsedSince(r.get("since", INSTANT)));
            ask(
                    "history.export",
                    LONG,
                    r -> r.manager()
                            .history()
                            .export(
                                    r.get("query", ManagerForms.QUERY),
                                    r.get("format", FORMAT),
                                    line -> r.tell(TEXT, line)));
            ask("history.forgetBefore", LONG, r -> r.manager().history().forgetBefore(r.get("before", INSTANT)));
            ask("audit.latest", AUDIT.list(), r -> r.manager().audit().latest(r.get("limit", INT)));
            ask(
                    "audit.verify",
                    ManagerForms.VERIFICATION,
                    r -> r.manager().audit().verify());
            act("audit.eraseActor", r -> r.manager().audit().eraseActor(r.get("name", TEXT)));
        }

        private void upkeep() {
            ask("upkeep.backup", ManagerForms.CONTENTS, r -> {
                Optional<char[]> phrase = r.get("passphrase", PHRASE.optional());
                try {
                    return r.manager().upkeep().backup(r.get("file", PATH), phrase);
                } finally {
                    phrase.ifPresent(p -> Arrays.fill(p, '\0'));
                }
            });
            act("upkeep.rotateKey", r -> r.manager().upkeep().rotateKey());
            act("upkeep.startVaultAnew", r -> r.manager().upkeep().startVaultAnew());
        }

        private void manager() {
            ask("plan", ManagerForms.PLAN, r -> r.manager().plan());
            ask("status", ManagerForms.REPORT, r -> r.manager().status());
            ask(
                    "explain",
                    ManagerForms.EXPLANATION,
                    r -> r.manager()
                            .explain(r.get("user", USER_ID), r.get("lock", LOCK_ID), r.get("at", INSTANT.optional())));
            ask("findings", FINDING.list(), r -> r.manager().findings());
            ask("doorsAtRisk", ManagerForms.DOOR.list(), r -> r.manager().doorsAtRisk());
            ask("withoutEnforcer", ManagerForms.DOOR.list(), r -> r.manager().withoutEnforcer());
            ask("drivers", LockForms.DRIVER.list(), r -> r.manager().drivers());
            ask("simulate", ManagerForms.SIMULATION, r -> r.manager().simulate(r.get("ahead", DURATION)));
            ask("codes", LockForms.CODE.list(), r -> r.manager().codes(r.get("lock", LOCK_ID)));
            act("adopt", r -> r.manager().adopt(r.get("lock", LOCK_ID), r.get("slot", INT), r.get("user", USER_ID)));
            act("release", r -> r.manager().release(r.get("lock", LOCK_ID), r.get("slot", INT)));
            act("confirm", r -> r.manager().confirm(r.get("lock", LOCK_ID)));
            act("confirmStore", r -> r.manager().confirmStore());
            act("confirmClock", r -> r.manager().confirmClock());
            act("revokeEverywhere", r -> r.manager().revokeEverywhere(r.get("reason", TEXT)));
        }

        private void streams() {
            all.put(
                    "readCodes",
                    new Desk(
                            r -> Answer.later(LockForms.CODE.list(), r.manager().readCodes(r.get("lock", LOCK_ID)))));
            all.put("operate", new Desk(Listing::operate));
            all.put(
                    "apply",
                    new Desk(r -> Answer.later(
                            ManagerForms.REPORT,
                            r.manager()
                                    .apply(r.get("options", ManagerForms.APPLY)
                                            .withProgress(p -> r.tell(ManagerForms.PROGRESS, p))))));
            act("listen", r -> r.keep().accept(r.manager().listen(e -> r.tell(ManagerForms.MANAGER_EVENT, e))));
        }

        private static Answer operate(Request r) {
            Optional<Pin> pin = r.get("pin", PIN.optional());
            CompletionStage<dev.lockcred.Outcome> done = r.manager()
                    .operate(r.get("lock", LOCK_ID), r.get("operation", OPERATION), pin)
                    .whenComplete((outcome, failure) -> pin.ifPresent(Pin::close));
            return Answer.later(OUTCOME, done);
        }
    }
}
