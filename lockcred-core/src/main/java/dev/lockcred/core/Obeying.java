// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Actor;
import dev.lockcred.Grant;
import dev.lockcred.GrantId;
import dev.lockcred.GroupId;
import dev.lockcred.LockGroup;
import dev.lockcred.LockId;
import dev.lockcred.UserId;
import dev.lockcred.core.SiteBook.Item;
import dev.lockcred.core.SiteBook.Of;
import dev.lockcred.core.WishChanges.Kind;
import dev.lockcred.core.WishChanges.Part;
import dev.lockcred.core.WishChanges.Revoked;
import dev.lockcred.core.WishPreview.Reason;
import dev.lockcred.core.WishPreview.Refusal;
import dev.lockcred.core.WishedState.GrantWish;
import dev.lockcred.core.WishedState.GroupWish;
import dev.lockcred.core.WishedState.LockWish;
import dev.lockcred.core.WishedState.PinWish;
import dev.lockcred.core.WishedState.UserWish;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes the wishes those of one {@link WishedState}, within one edit. A refusal does not throw here, so that a preview can show
 * all that is wrong at once; whoever edits for good throws it. Confined to the engine's lane.
 */
final class Obeying {

    /** So many locks are told by name. */
    private static final int NAMED = 6;

    private final Engine engine;
    private final Edit edit;
    private final WishedState wished;
    private final WishBook book;
    private final SiteBook site;
    private final List<Draft> drafts = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final ObeyingSecrets secrets;

    /** A change, and the rights that may go with it. */
    private record Draft(Kind kind, Part part, String id, String origin, String text, Set<Revoked> concerns) {}

    /** What came of it. */
    record Result(WishChanges changes, List<Refusal> refusals) {}

    private Obeying(Engine engine, Edit edit, WishedState wished, Actor actor) {
        this.engine = engine;
        this.edit = edit;
        this.wished = wished;
        this.book = engine.wishes();
        this.site = engine.wishes().site();
        this.secrets = new ObeyingSecrets(engine, edit, actor, remarks, this::note);
    }

    static Result run(Engine engine, Edit edit, WishedState wished, Obey options, Actor actor) {
        return new Obeying(engine, edit, wished, actor).run(options);
    }

    private Result run(Obey options) {
        site.site()
                .filter(s -> !s.equals(wished.site()) && !options.adoptSite())
                .ifPresent(s -> refuse(
                        Reason.OTHER_SITE,
                        "this store obeys the site '" + s + "', and this is '" + wished.site()
                                + "': if that is meant, adopt it (--adopt-site); what came from the old one and is not in"
                                + " this one is then revoked"));
        try {
            renames();
            renamedGrants();
            Rights before = Rights.of(engine);
            Set<String> ours = new HashSet<>(site.ids(Of.GRANT));
            locks();
            users();
            List<Grant> gone = grantsThatGo();
            groups();
            grants();
            groupsThatGo();
            usersThatGo();
            programmingCodes(); // first: no PIN may be the same
            pins();
            secrets.settled();
            liftRevocations(gone);
            if (!site.site().equals(Optional.of(wished.site()))) {
                edit.audit("site.obeyed", Optional.empty(), Optional.empty(), "site " + wished.site());
            }
            site.obey(wished.site(), edit.commit());
            return result(options, before, ours);
        } catch (PinRefusedException | IllegalArgumentException e) {
            refuse(Reason.INVALID, String.valueOf(e.getMessage()));
            return new Result(new WishChanges(List.of(), remarks, 0, List.of()), refusals);
        }
    }

    private void refuse(Reason reason, String text) {
        refusals.add(new Refusal(reason, text));
    }

    /** Runs something that may refuse, and says where it was said. */
    private static void at(String origin, Runnable part) {
        try {
            part.run();
        } catch (PinRefusedException e) {
            throw new PinRefusedException(origin + ": " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(origin + ": " + e.getMessage(), e);
        }
    }

    private void note(Kind kind, Part part, Object id, String origin, String text, Set<Revoked> concerns) {
        drafts.add(new Draft(kind, part, id.toString(), origin, text, concerns));
    }

    private void note(Kind kind, Part part, Object id, String origin, String text) {
        note(kind, part, id, origin, text, Set.of());
    }

    // ---- locks, users, groups

    private void renames() {
        for (LockWish w : wished.locks()) {
            LockId id = w.lock().id();
            w.was()
                    .filter(was -> book.lock(was).isPresent())
                    .ifPresent(was -> at(w.origin(), () -> {
                        Renaming.lock(engine, edit, was, id);
                        note(
                                Kind.RENAMED,
                                Part.LOCK,
                                id,
                                w.origin(),
                                "lock " + was + " is called " + id + " from now on");
                    }));
        }
        for (UserWish w : wished.users()) {
            UserId id = w.user().id();
            w.was()
                    .filter(book::isUser)
                    .ifPresent(was -> at(w.origin(), () -> {
                        Renaming.user(engine, edit, was, id);
                        note(
                                Kind.RENAMED,
                                Part.USER,
                                id,
                                w.origin(),
                                "user " + was + " is called " + id + " from now on");
                    }));
        }
    }

    private void renamedGrants() {
        for (GrantWish w : wished.grants()) {
            GrantId id = w.grant().id();
            w.was()
                    .filter(was -> w.named() && site.find(Of.GRANT, was).isPresent())
                    .ifPresent(was -> at(w.origin(), () -> {
                        Renaming.grant(engine, edit, was, id);
                        note(
                                Kind.RENAMED,
                                Part.GRANT,
                                id,
                                w.origin(),
                                "grant " + was + " is called " + id + " from now on");
                    }));
        }
    }

    private void locks() {
        int position = 0;
        for (LockWish w : wished.locks()) {
            LockId id = w.lock().id();
            Optional<dev.lockcred.Lock> before = book.lock(id);
            if (!before.equals(Optional.of(w.lock()))) {
                at(w.origin(), () -> engine.edits().locks().put(edit, w.lock()));
                String text = "lock " + id + " at " + w.lock().driver() + " "
                        + w.lock().address();
                note(before.isPresent() ? Kind.CHANGED : Kind.ADDED, Part.LOCK, id, w.origin(), text);
            }
            secrets.leaves(w);
            Optional<String> source = w.programmingCode().map(PinWish::source);
            site.put(Of.LOCK, id, new Item(w.origin(), source, position++), edit.commit());
        }
        Set<String> wanted = new HashSet<>();
        wished.locks().forEach(w -> wanted.add(w.lock().id().value()));
        for (String id : site.ids(Of.LOCK)) {
            if (wanted.contains(id)) {
                continue;
            }
            if (book.lock(LockId.of(id)).isPresent()) {
                refuse(
                        Reason.LOCK_NOT_FORGOTTEN,
                        "lock '" + id + "' ("
                                + site.find(Of.LOCK, id).map(Item::origin).orElse("")
                                + ") is not in the site any more and still managed: say first what becomes of its codes,"
                                + " lockcred forget " + id + " --clear, --leave or --lost");
            } else {
                site.remove(Of.LOCK, id, edit.commit());
            }
        }
    }

    private void users() {
        int position = 0;
        for (UserWish w : wished.users()) {
            UserId id = w.user().id();
            if (!book.isUser(id)) {
                at(
                        w.origin(),
                        () -> engine.edits().users().addAgain(edit, id, w.user().name()));
                note(Kind.ADDED, Part.USER, id, w.origin(), "user " + id);
            } else if (!book.storedName(id).equals(Optional.of(w.user().name()))) {
                engine.edits().users().rename(edit, id, w.user().name());
                note(Kind.CHANGED, Part.USER, id, w.origin(), "user " + id + " has another name");
            }
            secrets.telephone(w);
            Optional<String> source = w.pin().map(PinWish::source);
            Item item = new Item(w.origin(), source, w.telephone().isPresent(), position++);
            site.put(Of.USER, id, item, edit.commit());
        }
    }

    private void usersThatGo() {
        Set<String> wanted = new HashSet<>();
        wished.users().forEach(w -> wanted.add(w.user().id().value()));
        for (String text : site.ids(Of.USER)) {
            if (wanted.contains(text)) {
                continue;
            }
            UserId id = UserId.of(text);
            String origin = site.find(Of.USER, id).map(Item::origin).orElse("");
            site.remove(Of.USER, id, edit.commit());
            if (!book.isUser(id)) {
                continue;
            }
            if (!book.grantsOf(id).isEmpty()) {
                remarks.add("user " + id + " has left the site and stays: it has grants that were added by hand");
                continue;
            }
            engine.edits().users().remove(edit, id);
            note(Kind.REMOVED, Part.USER, id, origin, "user " + id);
        }
    }

    private void groups() {
        int position = 0;
        for (GroupWish w : wished.groups()) {
            GroupId id = w.group().id();
            Optional<LockGroup> before = group(id);
            if (!before.equals(Optional.of(w.group()))) {
                at(w.origin(), () -> w.group().members().forEach(engine::requireLock));
                Set<Revoked> concerns = before.map(this::rightsThrough).orElse(Set.of());
                engine.edits().locks().putGroup(edit, w.group());
                String text = "group " + id + ": " + places(w.group().members());
                note(before.isPresent() ? Kind.CHANGED : Kind.ADDED, Part.GROUP, id, w.origin(), text, concerns);
            }
            site.put(Of.GROUP, id, new Item(w.origin(), Optional.empty(), position++), edit.commit());
        }
    }

    private void groupsThatGo() {
        Set<String> wanted = new HashSet<>();
        wished.groups().forEach(w -> wanted.add(w.group().id().value()));
        for (String text : site.ids(Of.GROUP)) {
            if (wanted.contains(text)) {
                continue;
            }
            GroupId id = GroupId.of(text);
            String origin = site.find(Of.GROUP, id).map(Item::origin).orElse("");
            site.remove(Of.GROUP, id, edit.commit());
            boolean used = book.grants().stream()
                    .anyMatch(r -> r.grant().target().groups().contains(id));
            if (used) {
                remarks.add("group " + id + " has left the site and stays: a grant that was added by hand names it");
            } else if (book.isGroup(id)) {
                engine.edits().locks().removeGroup(edit, id);
                note(Kind.REMOVED, Part.GROUP, id, origin, "group " + id);
            }
        }
    }

    private Optional<LockGroup> group(GroupId id) {
        return book.groups().stream().filter(g -> g.id().equals(id)).findFirst();
    }

    private Set<Revoked> rightsThrough(LockGroup group) {
        var rights = new TreeSet<Revoked>();
        for (WishBook.GrantRecord r : book.grants()) {
            if (r.grant().target().groups().contains(group.id())) {
                group.members().forEach(m -> rights.add(new Revoked(r.grant().user(), m)));
            }
        }
        return rights;
    }

    // ---- grants

    private List<Grant> grantsOfSite() {
        return site.ids(Of.GRANT).stream()
                .flatMap(id -> book.grant(GrantId.of(id)).stream())
                .map(WishBook.GrantRecord::grant)
                .toList();
    }

    /** They go first, so that what replaces them is not held against them. */
    private List<Grant> grantsThatGo() {
        List<Grant> gone = new GrantMatching(grantsOfSite(), wished.grants()).left();
        for (Grant grant : gone) {
            Item item = site.find(Of.GRANT, grant.id()).orElseThrow();
            Set<Revoked> concerns = concerns(grant);
            engine.edits().grants().remove(edit, grant.id());
            site.remove(Of.GRANT, grant.id(), edit.commit());
            if (item.pinSource().isPresent()) {
                engine.edits().pins().remove(edit, grant.user(), GrantEdits.credentialOf(grant));
            }
            note(Kind.REMOVED, Part.GRANT, grant.id(), item.origin(), words(grant), concerns);
        }
        return gone;
    }

    private void grants() {
        var matching = new GrantMatching(grantsOfSite(), wished.grants());
        int position = 0;
        for (GrantWish w : wished.grants()) {
            GrantId id = matching.idOf(w)
                    .orElseGet(() -> engine.edits().grants().freshId(w.grant().user()));
            Optional<WishBook.GrantRecord> before = book.grant(id);
            if (before.isPresent() && site.find(Of.GRANT, id).isEmpty()) {
                throw new IllegalArgumentException(w.origin() + ": there is a grant '" + id
                        + "' that was added by hand (" + before.get().origin() + "): give this one another id");
            }
            at(w.origin(), () -> put(w, GrantMatching.under(w, id), before));
            Item item = new Item(w.origin(), w.pin().map(PinWish::source), position++);
            site.put(Of.GRANT, id, item, edit.commit());
        }
    }

    private void put(GrantWish w, Grant grant, Optional<WishBook.GrantRecord> before) {
        if (before.map(b -> b.grant().equals(grant)).orElse(false)) {
            WishBook.GrantRecord same = before.orElseThrow();
            if (!same.origin().equals(w.origin())) {
                book.putGrant(new WishBook.GrantRecord(grant, w.origin(), same.stopped()), edit.commit());
            }
            return;
        }
        Set<Revoked> concerns = before.map(b -> concerns(b.grant())).orElse(Set.of());
        engine.edits().grants().put(edit, grant, w.origin());
        note(
                before.isPresent() ? Kind.CHANGED : Kind.ADDED,
                Part.GRANT,
                grant.id(),
                w.origin(),
                words(grant),
                concerns);
    }

    private Set<Revoked> concerns(Grant grant) {
        var rights = new TreeSet<Revoked>();
        book.locksOf(grant).forEach(l -> rights.add(new Revoked(grant.user(), l)));
        return rights;
    }

    private String words(Grant grant) {
        return "grant " + grant.id() + ": " + grant.user()
                + (grant.effect() == Grant.Effect.DENY ? " never at " : " at ")
                + places(grant)
                + (grant.enabled() ? "" : ", disabled");
    }

    /** Groups by their names; single locks too, while they can be taken in at a glance. */
    private static String places(Grant grant) {
        List<LockId> single = grant.target().locks();
        String groups = String.join(
                ", ", grant.target().groups().stream().map(GroupId::value).toList());
        return groups + (groups.isEmpty() || single.isEmpty() ? "" : ", ") + (single.isEmpty() ? "" : places(single));
    }

    private static String places(Collection<LockId> locks) {
        if (locks.isEmpty()) {
            return "no lock";
        }
        return locks.size() > NAMED
                ? locks.size() + " locks"
                : String.join(", ", locks.stream().map(LockId::value).toList());
    }

    // What stood revoked by hand is settled when no grant is left that it could outrank.
    private void liftRevocations(List<Grant> gone) {
        Set<UserId> users = new TreeSet<>();
        gone.forEach(g -> users.add(g.user()));
        for (Grants.Revocation r : book.revocations()) {
            boolean left = book.grantsOf(r.user()).stream()
                    .anyMatch(g -> r.lock().isEmpty()
                            || book.locksOf(g).contains(r.lock().get()));
            if (users.contains(r.user()) && book.isUser(r.user()) && !left) {
                book.removeRevocation(r.user(), r.lock().orElse(null), edit.commit());
                if (r.lock().isEmpty()) {
                    remarks.add("the revocation of " + r.user() + " by hand is settled: no grant is left");
                }
            }
        }
    }

    // ---- programming codes and PINs

    private void programmingCodes() {
        for (LockWish w : wished.locks()) {
            w.programmingCode().ifPresent(given -> at(w.origin(), () -> secrets.programmingCode(w, given)));
        }
    }

    private void pins() {
        for (UserWish w : wished.users()) {
            w.pin()
                    .ifPresent(p -> at(
                            w.origin(),
                            () -> secrets.pin(w.user().id(), Pins.own(w.user().id()), p, w.origin())));
        }
        for (GrantWish w : wished.grants()) {
            w.pin()
                    .ifPresent(p -> at(w.origin(), () -> {
                        GrantId id = idOf(w);
                        secrets.pin(w.grant().user(), GrantMatching.pinOf(id), p, w.origin());
                    }));
        }
    }

    private GrantId idOf(GrantWish w) {
        return new GrantMatching(grantsOfSite(), wished.grants()).idOf(w).orElseThrow();
    }

    // ---- what came of it

    private Result result(Obey options, Rights before, Set<String> ours) {
        Rights after = Rights.of(engine);
        Set<Revoked> lost = after.lostSince(before);
        List<WishChanges.Change> changes = new ArrayList<>();
        for (Draft d : drafts) {
            Set<Revoked> mine = new TreeSet<>(d.concerns());
            mine.retainAll(lost);
            changes.add(new WishChanges.Change(d.kind(), d.part(), d.id(), d.origin(), d.text(), List.copyOf(mine)));
        }
        int active = 0;
        List<GrantId> revoked = new ArrayList<>();
        for (String text : new TreeSet<>(ours)) {
            GrantId id = GrantId.of(text);
            if (before.isActive(id)) {
                active++;
                if (before.of(id).stream().anyMatch(lost::contains)) {
                    revoked.add(id);
                }
            }
        }
        int count = revoked.size();
        boolean many = count > 0 && (count == active || count >= 3 && 2 * count > active);
        boolean confirmed = options.confirmedRevocations().isPresent()
                && options.confirmedRevocations().getAsInt() == count;
        if (many && !confirmed) {
            refuse(
                    Reason.REVOCATIONS,
                    "this would revoke " + count + " of the " + active + " active grants of the site"
                            + options.confirmedRevocations().stream()
                                    .mapToObj(n -> ", and " + n + " were confirmed")
                                    .findFirst()
                                    .orElse("")
                            + ": if that is meant, say --confirm-revocations " + count);
        }
        return new Result(new WishChanges(changes, remarks, active, revoked), refusals);
    }
}
