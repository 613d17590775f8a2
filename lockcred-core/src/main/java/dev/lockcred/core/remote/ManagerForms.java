// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import static dev.lockcred.core.remote.ModelForms.DURATION;
import static dev.lockcred.core.remote.ModelForms.EVENT;
import static dev.lockcred.core.remote.ModelForms.FINDING;
import static dev.lockcred.core.remote.ModelForms.FLAG;
import static dev.lockcred.core.remote.ModelForms.INSTANT;
import static dev.lockcred.core.remote.ModelForms.INT;
import static dev.lockcred.core.remote.ModelForms.LOCK_ID;
import static dev.lockcred.core.remote.ModelForms.LONG;
import static dev.lockcred.core.remote.ModelForms.OPTIONAL_INT;
import static dev.lockcred.core.remote.ModelForms.OUTCOME;
import static dev.lockcred.core.remote.ModelForms.SLOT;
import static dev.lockcred.core.remote.ModelForms.TEXT;
import static dev.lockcred.core.remote.ModelForms.USER_ID;

import dev.lockcred.AccessOperation;
import dev.lockcred.Assignment;
import dev.lockcred.EnforcementLevel;
import dev.lockcred.core.ApplyOptions;
import dev.lockcred.core.Audit;
import dev.lockcred.core.DoorAtRisk;
import dev.lockcred.core.Explanation;
import dev.lockcred.core.Grants;
import dev.lockcred.core.History;
import dev.lockcred.core.ManagerEvent;
import dev.lockcred.core.Plan;
import dev.lockcred.core.Report;
import dev.lockcred.core.Simulation;
import dev.lockcred.core.backup.Backup;
import dev.lockcred.core.store.StoreHead;

/** The forms of what a manager answers. */
final class ManagerForms {

    private static final Form<Plan.Item> ITEM = Form.of(
            (p, o) -> o.put("sign", Form.name(Plan.Sign.class), p.sign())
                    .put("user", USER_ID, p.user())
                    .put("userName", TEXT, p.userName())
                    .put("slot", OPTIONAL_INT, p.slot())
                    .put("level", Form.name(EnforcementLevel.class), p.level())
                    .put("blocked", Form.name(Assignment.Blocked.class).optional(), p.blocked())
                    .put("reason", TEXT, p.reason())
                    .put("cost", INT, p.cost())
                    .put("due", INSTANT.optional(), p.due()),
            i -> new Plan.Item(
                    i.get("sign", Form.name(Plan.Sign.class)),
                    i.get("user", USER_ID),
                    i.get("userName", TEXT),
                    i.get("slot", OPTIONAL_INT),
                    i.get("level", Form.name(EnforcementLevel.class)),
                    i.get("blocked", Form.name(Assignment.Blocked.class).optional()),
                    i.get("reason", TEXT),
                    i.get("cost", INT),
                    i.get("due", INSTANT.optional())));

    private static final Form<Plan.OfLock> OF_LOCK = Form.of(
            (p, o) -> o.put("lock", LOCK_ID, p.lock())
                    .put("items", ITEM.list(), p.items())
                    .put("warnings", TEXT.list(), p.warnings())
                    .put("cost", INT, p.cost())
                    .put("unit", TEXT, p.unit())
                    .put("next", INSTANT.optional(), p.next())
                    .put("observed", INSTANT.optional(), p.observed()),
            i -> new Plan.OfLock(
                    i.get("lock", LOCK_ID),
                    i.get("items", ITEM.list()),
                    i.get("warnings", TEXT.list()),
                    i.get("cost", INT),
                    i.get("unit", TEXT),
                    i.get("next", INSTANT.optional()),
                    i.get("observed", INSTANT.optional())));

    static final Form<Plan> PLAN = Form.of(
            (p, o) -> o.put("at", INSTANT, p.at()).put("locks", OF_LOCK.list(), p.locks()),
            i -> new Plan(i.get("at", INSTANT), i.get("locks", OF_LOCK.list())));

    private static final Form<Report.Line> LINE = Form.of(
            (l, o) -> o.put("lock", LOCK_ID, l.lock())
                    .put("user", USER_ID, l.user())
                    .put("userName", TEXT, l.userName())
                    .put("slot", OPTIONAL_INT, l.slot())
                    .put("status", Form.name(Report.Status.class), l.status())
                    .put("blocked", Form.name(Assignment.Blocked.class).optional(), l.blocked())
                    .put("level", Form.name(EnforcementLevel.class), l.level())
                    .put("mayOpen", FLAG, l.mayOpen())
                    .put("text", TEXT, l.text()),
            i -> new Report.Line(
                    i.get("lock", LOCK_ID),
                    i.get("user", USER_ID),
                    i.get("userName", TEXT),
                    i.get("slot", OPTIONAL_INT),
                    i.get("status", Form.name(Report.Status.class)),
                    i.get("blocked", Form.name(Assignment.Blocked.class).optional()),
                    i.get("level", Form.name(EnforcementLevel.class)),
                    i.get("mayOpen", FLAG),
                    i.get("text", TEXT)));

    static final Form<Report> REPORT = Form.of(
            (r, o) -> o.put("at", INSTANT, r.at()).put("lines", LINE.list(), r.lines()),
            i -> new Report(i.get("at", INSTANT), i.get("lines", LINE.list())));

    static final Form<ApplyOptions.Progress> PROGRESS = Form.of(
            (p, o) -> o.put("lock", LOCK_ID, p.lock())
                    .put("done", INT, p.done())
                    .put("open", INT, p.open())
                    .put("text", TEXT, p.text())
                    .put("finished", FLAG, p.finished()),
            i -> new ApplyOptions.Progress(
                    i.get("lock", LOCK_ID),
                    i.get("done", INT),
                    i.get("open", INT),
                    i.get("text", TEXT),
                    i.get("finished", FLAG)));

    static final Form<Explanation> EXPLANATION = Form.of(
            (e, o) -> o.put("user", USER_ID, e.user())
                    .put("lock", LOCK_ID, e.lock())
                    .put("at", INSTANT, e.at())
                    .put("asked", INSTANT, e.asked())
                    .put("answer", Form.name(Explanation.Answer.class), e.answer())
                    .put("causes", TEXT.list(), e.causes())
                    .put("next", TEXT.list(), e.next()),
            i -> new Explanation(
                    i.get("user", USER_ID),
                    i.get("lock", LOCK_ID),
                    i.get("at", INSTANT),
                    i.get("asked", INSTANT),
                    i.get("answer", Form.name(Explanation.Answer.class)),
                    i.get("causes", TEXT.list()),
                    i.get("next", TEXT.list())));

    static final Form<DoorAtRisk> DOOR = Form.of(
            (d, o) -> o.put("slot", SLOT, d.slot())
                    .put("user", USER_ID, d.user())
                    .put("since", INSTANT, d.since())
                    .put("text", TEXT, d.text()),
            i -> new DoorAtRisk(
                    i.get("slot", SLOT), i.get("user", USER_ID), i.get("since", INSTANT), i.get("text", TEXT)));

    private static final Form<Simulation.Step> STEP = Form.of(
            (s, o) -> o.put("at", INSTANT, s.at())
                    .put("lock", LOCK_ID, s.lock())
                    .put("user", USER_ID, s.user())
                    .put("sign", Form.name(Plan.Sign.class), s.sign())
                    .put("reason", TEXT, s.reason()),
            i -> new Simulation.Step(
                    i.get("at", INSTANT),
                    i.get("lock", LOCK_ID),
                    i.get("user", USER_ID),
                    i.get("sign", Form.name(Plan.Sign.class)),
                    i.get("reason", TEXT)));

    static final Form<Simulation> SIMULATION = Form.of(
            (s, o) -> o.put("from", INSTANT, s.from())
                    .put("to", INSTANT, s.to())
                    .put("steps", STEP.list(), s.steps())
                    .put("writesPerDay", Form.map(LOCK_ID, INT), s.writesPerDay())
                    .put("warnings", TEXT.list(), s.warnings()),
            i -> new Simulation(
                    i.get("from", INSTANT),
                    i.get("to", INSTANT),
                    i.get("steps", STEP.list()),
                    i.get("writesPerDay", Form.map(LOCK_ID, INT)),
                    i.get("warnings", TEXT.list())));

    static final Form<Grants.Revocation> REVOCATION = Form.of(
            (r, o) -> o.put("user", USER_ID, r.user())
                    .put("lock", LOCK_ID.optional(), r.lock())
                    .put("by", TEXT, r.by())
                    .put("at", INSTANT, r.at()),
            i -> new Grants.Revocation(
                    i.get("user", USER_ID),
                    i.get("lock", LOCK_ID.optional()),
                    i.get("by", TEXT),
                    i.get("at", INSTANT)));

    static final Form<Grants.ByHand> BY_HAND = Form.of(
            (b, o) -> o.put("by", TEXT, b.by()).put("at", INSTANT, b.at()),
            i -> new Grants.ByHand(i.get("by", TEXT), i.get("at", INSTANT)));

    static final Form<History.Query> QUERY = Form.of(
            (q, o) -> o.put("lock", LOCK_ID.optional(), q.lock())
                    .put("user", USER_ID.optional(), q.user())
                    .put("since", INSTANT.optional(), q.since())
                    .put("until", INSTANT.optional(), q.until())
                    .put("operation", Form.name(AccessOperation.class).optional(), q.operation())
                    .put("limit", INT, q.limit()),
            i -> new History.Query(
                    i.get("lock", LOCK_ID.optional()),
                    i.get("user", USER_ID.optional()),
                    i.get("since", INSTANT.optional()),
                    i.get("until", INSTANT.optional()),
                    i.get("operation", Form.name(AccessOperation.class).optional()),
                    i.get("limit", INT)));

    static final Form<Audit.Verification> VERIFICATION = Form.of(
            (v, o) -> o.put("entries", LONG, v.entries())
                    .put("problems", TEXT.list(), v.problems())
                    .put("unprotected", LONG, v.unprotected())
                    .put("unverifiable", LONG, v.unverifiable()),
            i -> new Audit.Verification(
                    i.get("entries", LONG),
                    i.get("problems", TEXT.list()),
                    i.get("unprotected", LONG),
                    i.get("unverifiable", LONG)));

    static final Form<Backup.Contents> CONTENTS = Form.of(
            (c, o) -> o.put("store", TEXT, c.storeId())
                    .put("sequence", LONG, c.head().sequence())
                    .put("lastEvent", LONG, c.head().lastEvent())
                    .put("lastAudit", LONG, c.head().lastAudit())
                    .put("documents", LONG, c.documents())
                    .put("events", LONG, c.events())
                    .put("audit", LONG, c.audit())
                    .put("withKey", FLAG, c.withKey()),
            i -> new Backup.Contents(
                    i.get("store", TEXT),
                    new StoreHead(i.get("sequence", LONG), i.get("lastEvent", LONG), i.get("lastAudit", LONG)),
                    i.get("documents", LONG),
                    i.get("events", LONG),
                    i.get("audit", LONG),
                    i.get("withKey", FLAG)));

    static final Form.Kinds<ManagerEvent> MANAGER_EVENT = new Form.Kinds<ManagerEvent>()
            .kind(
                    ManagerEvent.Access.class,
                    Form.of(
                            (e, o) -> o.put("event", EVENT, e.event()),
                            i -> new ManagerEvent.Access(i.get("event", EVENT))))
            .kind(
                    ManagerEvent.Duress.class,
                    Form.of(
                            (e, o) -> o.put("event", EVENT, e.event()),
                            i -> new ManagerEvent.Duress(i.get("event", EVENT))))
            .kind(
                    ManagerEvent.Changed.class,
                    Form.of(
                            (e, o) -> o.put("slot", SLOT, e.slot())
                                    .put("user", USER_ID, e.user())
                                    .put("revoked", FLAG, e.revoked())
                                    .put("outcome", OUTCOME, e.outcome()),
                            i -> new ManagerEvent.Changed(
                                    i.get("slot", SLOT),
                                    i.get("user", USER_ID),
                                    i.get("revoked", FLAG),
                                    i.get("outcome", OUTCOME))))
            .kind(
                    ManagerEvent.FindingsChanged.class,
                    Form.of(
                            (e, o) -> o.put("findings", FINDING.list(), e.findings()),
                            i -> new ManagerEvent.FindingsChanged(i.get("findings", FINDING.list()))))
            .kind(
                    ManagerEvent.DoorsAtRiskChanged.class,
                    Form.of(
                            (e, o) -> o.put("doors", DOOR.list(), e.doors()),
                            i -> new ManagerEvent.DoorsAtRiskChanged(i.get("doors", DOOR.list()))))
            .kind(
                    ManagerEvent.Adopted.class,
                    Form.of(
                            (e, o) -> o.put("slot", SLOT, e.slot()).put("user", USER_ID, e.user()),
                            i -> new ManagerEvent.Adopted(i.get("slot", SLOT), i.get("user", USER_ID))))
            .kind(
                    ManagerEvent.Reachability.class,
                    Form.of(
                            (e, o) -> o.put("lock", LOCK_ID, e.lock()).put("reachable", FLAG, e.reachable()),
                            i -> new ManagerEvent.Reachability(i.get("lock", LOCK_ID), i.get("reachable", FLAG))));

    /** Patience, locks; progress is a stream of its own. */
    static final Form<ApplyOptions> APPLY = Form.of(
            (a, o) -> o.put("patience", DURATION, a.patience())
                    .put("locks", LOCK_ID.set().optional(), a.locks()),
            i -> new ApplyOptions(
                    i.get("patience", DURATION), i.get("locks", LOCK_ID.set().optional()), p -> {}));

    private ManagerForms() {}
}
