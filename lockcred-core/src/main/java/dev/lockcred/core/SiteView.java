// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Actor;
import dev.lockcred.CredentialId;
import dev.lockcred.Permission;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.core.SiteBook.Item;
import dev.lockcred.core.SiteBook.Of;
import dev.lockcred.core.WishedState.GrantWish;
import dev.lockcred.core.WishedState.GroupWish;
import dev.lockcred.core.WishedState.LockWish;
import dev.lockcred.core.WishedState.UserWish;
import java.util.List;
import java.util.Optional;

/** {@link Wishes} as one actor has them. Thread-safe. */
final class SiteView implements Wishes {

    private static final String HAND = "hand";

    private final Engine engine;
    private final Actor actor;

    SiteView(Engine engine, Actor actor) {
        this.engine = engine;
        this.actor = actor;
    }

    @Override
    public WishedState export() {
        engine.require(actor, Permission.VIEW);
        return engine.look(() -> {
            WishBook book = engine.wishes();
            return new WishedState(
                    book.site().site().orElse("export"),
                    book.locks().stream()
                            .map(l -> new LockWish(l, Optional.empty(), origin(Of.LOCK, l.id())))
                            .toList(),
                    book.groups().stream()
                            .map(g -> new GroupWish(g, origin(Of.GROUP, g.id())))
                            .toList(),
                    book.users().stream()
                            .map(u -> new UserWish(
                                    new User(u, book.name(u)), Optional.empty(), Optional.empty(), origin(Of.USER, u)))
                            .toList(),
                    book.grants().stream()
                            .map(r -> new GrantWish(r.grant(), true, Optional.empty(), r.origin()))
                            .toList());
        });
    }

    private String origin(Of kind, Object id) {
        return engine.wishes().site().find(kind, id).map(Item::origin).orElse(HAND);
    }

    @Override
    public WishPreview preview(WishedState wished, Obey options) {
        engine.require(actor, Permission.VIEW);
        return engine.look(() -> engine.tryOut(edit -> {
            Obeying.Result result = Obeying.run(engine, edit, wished, options, actor);
            boolean invalid = result.refusals().stream().anyMatch(r -> r.reason() == WishPreview.Reason.INVALID);
            edit.foreseen();
            Plan plan = invalid ? new Plan(engine.timers().now(), List.of()) : Reports.plan(engine);
            return new WishPreview(result.changes(), result.refusals(), plan);
        }));
    }

    @Override
    public WishChanges obey(WishedState wished, Obey options) {
        return engine.edit(actor, Permission.MANAGE, edit -> {
            Obeying.Result result = Obeying.run(engine, edit, wished, options, actor);
            if (!result.refusals().isEmpty()) {
                throw new WishRefusedException(
                        result.refusals(), result.changes().revoked().size());
            }
            return result.changes();
        });
    }

    @Override
    public Optional<String> site() {
        engine.require(actor, Permission.VIEW);
        return engine.look(() -> engine.wishes().site().site());
    }

    @Override
    public Optional<String> pinSource(UserId user) {
        engine.require(actor, Permission.VIEW);
        return engine.look(() -> engine.edits().pins().pinSource(user));
    }

    @Override
    public Optional<String> pinSource(CredentialId credential) {
        engine.require(actor, Permission.VIEW);
        return engine.look(() -> engine.edits().pins().pinSource(credential));
    }
}
