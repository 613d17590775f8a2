// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import static dev.lockcred.core.remote.ModelForms.DURATION;
import static dev.lockcred.core.remote.ModelForms.FLAG;
import static dev.lockcred.core.remote.ModelForms.INSTANT;
import static dev.lockcred.core.remote.ModelForms.INT;
import static dev.lockcred.core.remote.ModelForms.LOCK;
import static dev.lockcred.core.remote.ModelForms.LONG;
import static dev.lockcred.core.remote.ModelForms.OPTIONAL_INT;
import static dev.lockcred.core.remote.ModelForms.SLOT;
import static dev.lockcred.core.remote.ModelForms.TEXT;
import static dev.lockcred.core.remote.ModelForms.USER_ID;

import dev.lockcred.CredentialKind;
import dev.lockcred.CredentialRule;
import dev.lockcred.Observation;
import dev.lockcred.SlotState;
import dev.lockcred.UserType;
import dev.lockcred.core.CodeView;
import dev.lockcred.core.DriverStatus;
import dev.lockcred.core.LockStatus;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.CredentialSupport.Alphabet;
import dev.lockcred.spi.CredentialSupport.Length;
import dev.lockcred.spi.CredentialSupport.Range;
import dev.lockcred.spi.Evidence;
import dev.lockcred.spi.Evidenced;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.LockDescription;
import dev.lockcred.spi.LockHealth;
import dev.lockcred.spi.LockIdentity;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.ScheduleSupport;
import dev.lockcred.spi.UserSupport;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.TreeSet;

/** The forms of what is known about locks and drivers. */
final class LockForms {

    private static <T> Form<Evidenced<T>> evidenced(Form<T> value) {
        return Form.of(
                (e, o) -> o.put("value", value, e.value())
                        .put("evidence", Form.name(Evidence.class), e.evidence())
                        .put("source", TEXT, e.source()),
                i -> new Evidenced<>(
                        i.get("value", value), i.get("evidence", Form.name(Evidence.class)), i.get("source", TEXT)));
    }

    private static final Form<Range> RANGE = Form.of(
            (r, o) -> o.put("first", INT, r.first())
                    .put("count", INT, r.count())
                    .put("reserved", INT.set(), r.reserved()),
            i -> new Range(i.get("first", INT), i.get("count", INT), new TreeSet<>(i.get("reserved", INT.set()))));

    private static final Form<Length> LENGTH = Form.of(
            (l, o) -> o.put("min", INT, l.min()).put("max", INT, l.max()).put("fixed", OPTIONAL_INT, l.fixed()),
            i -> new Length(i.get("min", INT), i.get("max", INT), i.get("fixed", OPTIONAL_INT)));

    private static final Form<Alphabet> ALPHABET = Form.text(
            a -> HexFormat.of().formatHex(a.bytes().toByteArray()),
            hex -> new Alphabet(BitSet.valueOf(HexFormat.of().parseHex(hex))));

    private static final Form<CredentialSupport> CREDENTIAL = Form.of(
            (c, o) -> o.put("range", evidenced(RANGE).optional(), c.range())
                    .put("length", evidenced(LENGTH), c.length())
                    .put("alphabet", evidenced(ALPHABET), c.alphabet())
                    .put("writable", FLAG, c.writable())
                    .put("readBack", evidenced(Form.name(CredentialSupport.ReadBack.class)), c.readBack())
                    .put("refusesDuplicates", evidenced(FLAG).optional(), c.refusesDuplicates())
                    .put("disable", Form.name(CredentialSupport.Disable.class), c.disable())
                    .put("replace", FLAG, c.replace())
                    .put("settle", Form.name(CredentialSupport.Settle.class), c.settle()),
            i -> new CredentialSupport(
                    i.get("range", evidenced(RANGE).optional()),
                    i.get("length", evidenced(LENGTH)),
                    i.get("alphabet", evidenced(ALPHABET)),
                    i.get("writable", FLAG),
                    i.get("readBack", evidenced(Form.name(CredentialSupport.ReadBack.class))),
                    i.get("refusesDuplicates", evidenced(FLAG).optional()),
                    i.get("disable", Form.name(CredentialSupport.Disable.class)),
                    i.get("replace", FLAG),
                    i.get("settle", Form.name(CredentialSupport.Settle.class))));

    private static final Form<UserSupport> USERS = Form.of(
            (u, o) -> o.put("separate", FLAG, u.separate())
                    .put("count", OPTIONAL_INT, u.count())
                    .put("credentialsPerUser", OPTIONAL_INT, u.credentialsPerUser())
                    .put("names", OPTIONAL_INT, u.names())
                    .put("marks", FLAG, u.marks())
                    .put("types", Form.name(UserType.class).set(), u.types())
                    .put("typeEvidence", Form.name(Evidence.class), u.typeEvidence())
                    .put("rules", Form.name(CredentialRule.class).set(), u.rules())
                    .put("expiry", DURATION.optional(), u.expiry())
                    .put("tellsOwner", FLAG, u.tellsOwner()),
            i -> new UserSupport(
                    i.get("separate", FLAG),
                    i.get("count", OPTIONAL_INT),
                    i.get("credentialsPerUser", OPTIONAL_INT),
                    i.get("names", OPTIONAL_INT),
                    i.get("marks", FLAG),
                    i.get("types", Form.name(UserType.class).set()),
                    i.get("typeEvidence", Form.name(Evidence.class)),
                    i.get("rules", Form.name(CredentialRule.class).set()),
                    i.get("expiry", DURATION.optional()),
                    i.get("tellsOwner", FLAG)));

    private static final Form<ScheduleSupport> SCHEDULE = Form.of(
            (s, o) -> o.put("kind", Form.name(ScheduleEntry.Kind.class), s.kind())
                    .put("entriesPerUser", INT, s.entriesPerUser())
                    .put("oneDayPerEntry", FLAG, s.oneDayPerEntry())
                    .put("granularityMinutes", INT, s.granularityMinutes())
                    .put("endInclusive", FLAG, s.endInclusive()),
            i -> new ScheduleSupport(
                    i.get("kind", Form.name(ScheduleEntry.Kind.class)),
                    i.get("entriesPerUser", INT),
                    i.get("oneDayPerEntry", FLAG),
                    i.get("granularityMinutes", INT),
                    i.get("endInclusive", FLAG)));

    private static final Form<LockCapabilities.Unmanageable> UNMANAGEABLE = Form.of(
            (u, o) ->
                    o.put("code", TEXT, u.code()).put("text", TEXT, u.text()).put("instead", TEXT.list(), u.instead()),
            i -> new LockCapabilities.Unmanageable(
                    i.get("code", TEXT), i.get("text", TEXT), i.get("instead", TEXT.list())));

    private static final Form<LockCapabilities> CAPABILITIES = Form.of(
            (c, o) -> o.put("credentials", Form.map(Form.name(CredentialKind.class), CREDENTIAL), c.credentials())
                    .put("users", USERS, c.users())
                    .put("schedules", SCHEDULE.list(), c.schedules())
                    .put("oneScheduleKindPerUser", FLAG, c.oneScheduleKindPerUser())
                    .put("clock", Form.name(LockCapabilities.Clock.class), c.clock())
                    .put("operations", Form.name(Operation.Kind.class).set(), c.operations())
                    .put("remotePin", Form.name(LockCapabilities.RemotePin.class), c.remotePin())
                    .put("reportsUser", evidenced(FLAG), c.reportsUser())
                    .put("reportsProgramming", evidenced(FLAG), c.reportsProgramming())
                    .put("checksChanges", FLAG, c.checksChanges())
                    .put("log", FLAG, c.log())
                    .put("wake", DURATION, c.wake())
                    .put("unmanageable", UNMANAGEABLE.optional(), c.unmanageable()),
            i -> new LockCapabilities(
                    i.get("credentials", Form.map(Form.name(CredentialKind.class), CREDENTIAL)),
                    i.get("users", USERS),
                    i.get("schedules", SCHEDULE.list()),
                    i.get("oneScheduleKindPerUser", FLAG),
                    i.get("clock", Form.name(LockCapabilities.Clock.class)),
                    i.get("operations", Form.name(Operation.Kind.class).set()),
                    i.get("remotePin", Form.name(LockCapabilities.RemotePin.class)),
                    i.get("reportsUser", evidenced(FLAG)),
                    i.get("reportsProgramming", evidenced(FLAG)),
                    i.get("checksChanges", FLAG),
                    i.get("log", FLAG),
                    i.get("wake", DURATION),
                    i.get("unmanageable", UNMANAGEABLE.optional())));

    private static final Form<LockIdentity> IDENTITY = Form.of(
            (l, o) -> o.put("key", TEXT, l.key()).put("evidence", Form.map(TEXT, TEXT), l.evidence()),
            i -> new LockIdentity(i.get("key", TEXT), new TreeMap<>(i.get("evidence", Form.map(TEXT, TEXT)))));

    private static final Form<LockDescription.LinkSecurity> SECURITY = Form.of(
            (s, o) -> o.put("secure", FLAG, s.secure()).put("text", TEXT, s.text()),
            i -> new LockDescription.LinkSecurity(i.get("secure", FLAG), i.get("text", TEXT)));

    private static final Form<LockDescription> DESCRIPTION = Form.of(
            (d, o) -> o.put("identity", IDENTITY, d.identity())
                    .put("capabilities", CAPABILITIES, d.capabilities())
                    .put("manufacturer", TEXT.optional(), d.manufacturer())
                    .put("model", TEXT.optional(), d.model())
                    .put("firmware", TEXT.optional(), d.firmware())
                    .put("via", TEXT.optional(), d.via())
                    .put("battery", OPTIONAL_INT, d.battery())
                    .put("security", SECURITY, d.security())
                    .put("profile", TEXT.optional(), d.profile())
                    .put("remarks", TEXT.list(), d.remarks()),
            i -> new LockDescription(
                    i.get("identity", IDENTITY),
                    i.get("capabilities", CAPABILITIES),
                    i.get("manufacturer", TEXT.optional()),
                    i.get("model", TEXT.optional()),
                    i.get("firmware", TEXT.optional()),
                    i.get("via", TEXT.optional()),
                    i.get("battery", OPTIONAL_INT),
                    i.get("security", SECURITY),
                    i.get("profile", TEXT.optional()),
                    i.get("remarks", TEXT.list())));

    private static final Form<LockHealth> HEALTH = Form.of(
            (h, o) -> o.put("lastHeard", INSTANT.optional(), h.lastHeard())
                    .put("sent", LONG, h.sent())
                    .put("received", LONG, h.received())
                    .put("failures", LONG, h.failures())
                    .put("text", TEXT, h.text()),
            i -> new LockHealth(
                    i.get("lastHeard", INSTANT.optional()),
                    i.get("sent", LONG),
                    i.get("received", LONG),
                    i.get("failures", LONG),
                    i.get("text", TEXT)));

    private static final Form<LinkHealth> LINK = Form.of(
            (h, o) ->
                    o.put("state", Form.name(LinkHealth.State.class), h.state()).put("text", TEXT, h.text()),
            i -> new LinkHealth(i.get("state", Form.name(LinkHealth.State.class)), i.get("text", TEXT)));

    static final Form<LockStatus> STATUS = Form.of(
            (s, o) -> o.put("lock", LOCK, s.lock())
                    .put("description", DESCRIPTION.optional(), s.description())
                    .put("reachable", FLAG, s.reachable())
                    .put("unreachableSince", INSTANT.optional(), s.unreachableSince())
                    .put("lastHeard", INSTANT.optional(), s.lastHeard())
                    .put("battery", OPTIONAL_INT, s.battery())
                    .put("used", INT, s.used())
                    .put("foreign", INT, s.foreign())
                    .put("free", INT, s.free())
                    .put("health", HEALTH, s.health())
                    .put("text", TEXT, s.text()),
            i -> new LockStatus(
                    i.get("lock", LOCK),
                    i.get("description", DESCRIPTION.optional()),
                    i.get("reachable", FLAG),
                    i.get("unreachableSince", INSTANT.optional()),
                    i.get("lastHeard", INSTANT.optional()),
                    i.get("battery", OPTIONAL_INT),
                    i.get("used", INT),
                    i.get("foreign", INT),
                    i.get("free", INT),
                    i.get("health", HEALTH),
                    i.get("text", TEXT)));

    static final Form<CodeView> CODE = Form.of(
            (c, o) -> o.put("slot", SLOT, c.slot())
                    .put("state", Form.name(SlotState.class), c.state())
                    .put("observedAt", INSTANT.optional(), c.observedAt())
                    .put("origin", Form.name(Observation.Origin.class).optional(), c.origin())
                    .put("user", USER_ID.optional(), c.user())
                    .put("foreign", FLAG, c.foreign())
                    .put("name", TEXT.optional(), c.name()),
            i -> new CodeView(
                    i.get("slot", SLOT),
                    i.get("state", Form.name(SlotState.class)),
                    i.get("observedAt", INSTANT.optional()),
                    i.get("origin", Form.name(Observation.Origin.class).optional()),
                    i.get("user", USER_ID.optional()),
                    i.get("foreign", FLAG),
                    i.get("name", TEXT.optional())));

    static final Form<DriverStatus> DRIVER = Form.of(
            (d, o) -> o.put("name", TEXT, d.name())
                    .put("type", TEXT, d.type())
                    .put("started", FLAG, d.started())
                    .put("health", LINK, d.health()),
            i -> new DriverStatus(
                    i.get("name", TEXT), i.get("type", TEXT), i.get("started", FLAG), i.get("health", LINK)));

    private LockForms() {}
}
