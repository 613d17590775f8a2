// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import static dev.lockcred.core.remote.ModelForms.FLAG;
import static dev.lockcred.core.remote.ModelForms.GRANT;
import static dev.lockcred.core.remote.ModelForms.GRANT_ID;
import static dev.lockcred.core.remote.ModelForms.GROUP;
import static dev.lockcred.core.remote.ModelForms.INT;
import static dev.lockcred.core.remote.ModelForms.LOCK;
import static dev.lockcred.core.remote.ModelForms.LOCK_ID;
import static dev.lockcred.core.remote.ModelForms.OPTIONAL_INT;
import static dev.lockcred.core.remote.ModelForms.PIN;
import static dev.lockcred.core.remote.ModelForms.TEXT;
import static dev.lockcred.core.remote.ModelForms.USER;
import static dev.lockcred.core.remote.ModelForms.USER_ID;

import dev.lockcred.core.Obey;
import dev.lockcred.core.WishChanges;
import dev.lockcred.core.WishPreview;
import dev.lockcred.core.WishedState;
import dev.lockcred.core.WishedState.GrantWish;
import dev.lockcred.core.WishedState.GroupWish;
import dev.lockcred.core.WishedState.LockWish;
import dev.lockcred.core.WishedState.PinWish;
import dev.lockcred.core.WishedState.UserWish;

/** The forms of wishes as one value. */
final class WishForms {

    private static final Form<PinWish> PIN_WISH = Form.of(
            (p, o) -> o.put("pin", PIN, p.pin()).put("source", TEXT, p.source()),
            i -> new PinWish(i.get("pin", PIN), i.get("source", TEXT)));

    private static final Form<LockWish> LOCK_WISH = Form.of(
            (l, o) -> o.put("lock", LOCK, l.lock())
                    .put("was", LOCK_ID.optional(), l.was())
                    .put("programmingCode", PIN_WISH.optional(), l.programmingCode())
                    .put("origin", TEXT, l.origin()),
            i -> new LockWish(
                    i.get("lock", LOCK),
                    i.get("was", LOCK_ID.optional()),
                    i.get("programmingCode", PIN_WISH.optional()),
                    i.get("origin", TEXT)));

    private static final Form<GroupWish> GROUP_WISH = Form.of(
            (g, o) -> o.put("group", GROUP, g.group()).put("origin", TEXT, g.origin()),
            i -> new GroupWish(i.get("group", GROUP), i.get("origin", TEXT)));

    private static final Form<UserWish> USER_WISH = Form.of(
            (u, o) -> o.put("user", USER, u.user())
                    .put("was", USER_ID.optional(), u.was())
                    .put("pin", PIN_WISH.optional(), u.pin())
                    .put("telephone", TEXT.optional(), u.telephone())
                    .put("origin", TEXT, u.origin()),
            i -> new UserWish(
                    i.get("user", USER),
                    i.get("was", USER_ID.optional()),
                    i.get("pin", PIN_WISH.optional()),
                    i.get("telephone", TEXT.optional()),
                    i.get("origin", TEXT)));

    private static final Form<GrantWish> GRANT_WISH = Form.of(
            (g, o) -> o.put("grant", GRANT, g.grant())
                    .put("named", FLAG, g.named())
                    .put("was", GRANT_ID.optional(), g.was())
                    .put("pin", PIN_WISH.optional(), g.pin())
                    .put("origin", TEXT, g.origin()),
            i -> new GrantWish(
                    i.get("grant", GRANT),
                    i.get("named", FLAG),
                    i.get("was", GRANT_ID.optional()),
                    i.get("pin", PIN_WISH.optional()),
                    i.get("origin", TEXT)));

    static final Form<WishedState> STATE = Form.of(
            (s, o) -> o.put("site", TEXT, s.site())
                    .put("locks", LOCK_WISH.list(), s.locks())
                    .put("groups", GROUP_WISH.list(), s.groups())
                    .put("users", USER_WISH.list(), s.users())
                    .put("grants", GRANT_WISH.list(), s.grants()),
            i -> new WishedState(
                    i.get("site", TEXT),
                    i.get("locks", LOCK_WISH.list()),
                    i.get("groups", GROUP_WISH.list()),
                    i.get("users", USER_WISH.list()),
                    i.get("grants", GRANT_WISH.list())));

    static final Form<Obey> OBEY = Form.of(
            (b, o) -> o.put("adoptSite", FLAG, b.adoptSite())
                    .put("confirmedRevocations", OPTIONAL_INT, b.confirmedRevocations()),
            i -> new Obey(i.get("adoptSite", FLAG), i.get("confirmedRevocations", OPTIONAL_INT)));

    private static final Form<WishChanges.Revoked> REVOKED = Form.of(
            (r, o) -> o.put("user", USER_ID, r.user()).put("lock", LOCK_ID, r.lock()),
            i -> new WishChanges.Revoked(i.get("user", USER_ID), i.get("lock", LOCK_ID)));

    private static final Form<WishChanges.Change> CHANGE = Form.of(
            (c, o) -> o.put("kind", Form.name(WishChanges.Kind.class), c.kind())
                    .put("part", Form.name(WishChanges.Part.class), c.part())
                    .put("id", TEXT, c.id())
                    .put("origin", TEXT, c.origin())
                    .put("text", TEXT, c.text())
                    .put("revokes", REVOKED.list(), c.revokes()),
            i -> new WishChanges.Change(
                    i.get("kind", Form.name(WishChanges.Kind.class)),
                    i.get("part", Form.name(WishChanges.Part.class)),
                    i.get("id", TEXT),
                    i.get("origin", TEXT),
                    i.get("text", TEXT),
                    i.get("revokes", REVOKED.list())));

    static final Form<WishChanges> CHANGES = Form.of(
            (c, o) -> o.put("changes", CHANGE.list(), c.changes())
                    .put("remarks", TEXT.list(), c.remarks())
                    .put("activeGrants", INT, c.activeGrants())
                    .put("revoked", GRANT_ID.list(), c.revoked()),
            i -> new WishChanges(
                    i.get("changes", CHANGE.list()),
                    i.get("remarks", TEXT.list()),
                    i.get("activeGrants", INT),
                    i.get("revoked", GRANT_ID.list())));

    static final Form<WishPreview.Refusal> REFUSAL = Form.of(
            (r, o) -> o.put("reason", Form.name(WishPreview.Reason.class), r.reason())
                    .put("text", TEXT, r.text()),
            i -> new WishPreview.Refusal(i.get("reason", Form.name(WishPreview.Reason.class)), i.get("text", TEXT)));

    static final Form<WishPreview> PREVIEW = Form.of(
            (p, o) -> o.put("changes", CHANGES, p.changes())
                    .put("refusals", REFUSAL.list(), p.refusals())
                    .put("plan", ManagerForms.PLAN, p.plan()),
            i -> new WishPreview(
                    i.get("changes", CHANGES), i.get("refusals", REFUSAL.list()), i.get("plan", ManagerForms.PLAN)));

    private WishForms() {}
}
