// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Actor;
import dev.lockcred.AuditEntry;
import dev.lockcred.Permission;
import dev.lockcred.core.history.AuditVerdict;
import dev.lockcred.core.store.AuditQuery;
import dev.lockcred.core.store.AuditRecord;
import java.util.List;
import java.util.Optional;

/** {@link Audit} as one actor sees it. Thread-safe. */
final class AuditView implements Audit {

    private final Engine engine;
    private final Actor actor;

    AuditView(Engine engine, Actor actor) {
        this.engine = engine;
        this.actor = actor;
    }

    @Override
    public List<AuditEntry> latest(int limit) {
        engine.require(actor, Permission.VIEW);
        List<AuditRecord> records = engine.ask(() -> engine.queue().read(s -> s.audit(AuditQuery.newest(limit))));
        return engine.look(() -> records.stream().map(r -> named(r.entry())).toList());
    }

    // Entries hold pseudonyms; a name is put in while it is not erased.
    private AuditEntry named(AuditEntry e) {
        return new AuditEntry(
                e.sequence(),
                e.at(),
                engine.actors().show(e.actor()),
                e.act(),
                e.lock(),
                e.slot(),
                e.user(),
                e.detail());
    }

    @Override
    public Verification verify() {
        engine.require(actor, Permission.VIEW);
        AuditVerdict verdict =
                engine.ask(() -> engine.queue().read(s -> engine.safe().verify(s)));
        return new Verification(
                verdict.entries(),
                verdict.problems().stream().map(AuditVerdict.Problem::text).toList(),
                verdict.unprotected(),
                verdict.unverifiable());
    }

    @Override
    public void eraseActor(String name) {
        engine.edit(actor, Permission.MANAGE, e -> {
            e.audit("actor.name-erased", Optional.empty(), Optional.empty(), "name erased");
            e.then(c -> engine.actors().erase(c, name));
            return Boolean.TRUE;
        });
    }
}
