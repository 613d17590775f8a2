// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.lockcred.AccessEvent;
import dev.lockcred.Actor;
import dev.lockcred.AuditEntry;
import dev.lockcred.CredentialId;
import dev.lockcred.CredentialKind;
import dev.lockcred.Finding;
import dev.lockcred.Grant;
import dev.lockcred.GrantId;
import dev.lockcred.GroupId;
import dev.lockcred.Lock;
import dev.lockcred.LockGroup;
import dev.lockcred.LockId;
import dev.lockcred.Outcome;
import dev.lockcred.Permission;
import dev.lockcred.Pin;
import dev.lockcred.Proof;
import dev.lockcred.Rejection;
import dev.lockcred.Slot;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.core.history.LogJson;
import dev.lockcred.core.json.Json.DocumentException;
import dev.lockcred.core.json.WishJson;
import dev.lockcred.core.store.AuditRecord;
import dev.lockcred.spi.Operation;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** The forms of the values everything speaks in. */
final class ModelForms {

    static final Form<String> TEXT = Form.text(s -> s, s -> s);
    static final Form<Integer> INT = Form.tree(IntNode::valueOf, n -> {
        if (!n.canConvertToInt()) {
            throw new DocumentException("a whole number is missing");
        }
        return n.intValue();
    });
    static final Form<Long> LONG = Form.tree(LongNode::valueOf, n -> {
        if (!n.canConvertToLong()) {
            throw new DocumentException("a whole number is missing");
        }
        return n.longValue();
    });
    static final Form<Boolean> FLAG = Form.tree(com.fasterxml.jackson.databind.node.BooleanNode::valueOf, n -> {
        if (!n.isBoolean()) {
            throw new DocumentException("a yes or no is missing");
        }
        return n.booleanValue();
    });
    static final Form<OptionalInt> OPTIONAL_INT = INT.optional()
            .as(
                    o -> o.isPresent() ? Optional.of(o.getAsInt()) : Optional.empty(),
                    o -> o.map(OptionalInt::of).orElse(OptionalInt.empty()));
    static final Form<Instant> INSTANT = Form.text(Instant::toString, Instant::parse);
    static final Form<Duration> DURATION = Form.text(Duration::toString, Duration::parse);

    static final Form<LockId> LOCK_ID = Form.text(LockId::value, LockId::of);
    static final Form<GroupId> GROUP_ID = Form.text(GroupId::value, GroupId::of);
    static final Form<UserId> USER_ID = Form.text(UserId::value, UserId::of);
    static final Form<GrantId> GRANT_ID = Form.text(GrantId::value, GrantId::of);
    static final Form<CredentialId> CREDENTIAL_ID = Form.text(CredentialId::value, CredentialId::of);

    static final Form<Lock> LOCK = Form.tree(WishJson::lock, WishJson::lock);
    static final Form<LockGroup> GROUP = Form.tree(WishJson::group, WishJson::group);
    static final Form<Grant> GRANT = Form.tree(WishJson::grant, WishJson::grant);
    static final Form<AccessEvent> EVENT = Form.tree(LogJson::event, LogJson::event);
    static final Form<AuditEntry> AUDIT = Form.tree(
            e -> LogJson.audit(new AuditRecord(e, "")), n -> LogJson.audit(n).entry());

    static final Form<User> USER = Form.of(
            (u, o) -> o.put("id", USER_ID, u.id()).put("name", TEXT, u.name()),
            i -> new User(i.get("id", USER_ID), i.get("name", TEXT)));

    static final Form<Actor> ACTOR = Form.of(
            (a, o) -> o.put("name", TEXT, a.name())
                    .put("may", Form.name(Permission.class).set(), a.permissions()),
            i -> new Actor(
                    i.get("name", TEXT),
                    i.get("may", Form.name(Permission.class).set())));

    static final Form<Slot> SLOT = Form.of(
            (s, o) -> o.put("lock", LOCK_ID, s.lock())
                    .put("kind", Form.name(CredentialKind.class), s.kind())
                    .put("index", INT, s.index()),
            i -> new Slot(i.get("lock", LOCK_ID), i.get("kind", Form.name(CredentialKind.class)), i.get("index", INT)));

    static final Form<Finding> FINDING = Form.of(
            (f, o) -> o.put("kind", Form.name(Finding.Kind.class), f.kind())
                    .put("severity", Form.name(Finding.Severity.class), f.severity())
                    .put("lock", LOCK_ID.optional(), f.lock())
                    .put("slot", SLOT.optional(), f.slot())
                    .put("user", USER_ID.optional(), f.user())
                    .put("since", INSTANT, f.since())
                    .put("text", TEXT, f.text())
                    .put("action", TEXT, f.action()),
            i -> new Finding(
                    i.get("kind", Form.name(Finding.Kind.class)),
                    i.get("severity", Form.name(Finding.Severity.class)),
                    i.get("lock", LOCK_ID.optional()),
                    i.get("slot", SLOT.optional()),
                    i.get("user", USER_ID.optional()),
                    i.get("since", INSTANT),
                    i.get("text", TEXT),
                    i.get("action", TEXT)));

    static final Form.Kinds<Outcome> OUTCOME = new Form.Kinds<Outcome>()
            .kind(
                    Outcome.Confirmed.class,
                    Form.of(
                            (c, o) ->
                                    o.put("at", INSTANT, c.provedAt()).put("proof", Form.name(Proof.class), c.proof()),
                            i -> new Outcome.Confirmed(i.get("at", INSTANT), i.get("proof", Form.name(Proof.class)))))
            .kind(Outcome.Accepted.class, new Outcome.Accepted())
            .kind(Outcome.NoChange.class, new Outcome.NoChange())
            .kind(
                    Outcome.Rejected.class,
                    Form.of(
                            (r, o) -> o.put("reason", Form.name(Rejection.class), r.reason())
                                    .put("native", TEXT, r.nativeAnswer()),
                            i -> new Outcome.Rejected(
                                    i.get("reason", Form.name(Rejection.class)), i.get("native", TEXT))))
            .kind(
                    Outcome.Unsupported.class,
                    Form.of((u, o) -> o.put("what", TEXT, u.what()), i -> new Outcome.Unsupported(i.get("what", TEXT))))
            .kind(
                    Outcome.Unreachable.class,
                    Form.of(
                            (u, o) -> o.put("since", INSTANT, u.since()).put("why", TEXT, u.why()),
                            i -> new Outcome.Unreachable(i.get("since", INSTANT), i.get("why", TEXT))))
            .kind(Outcome.TimeoutAmbiguous.class, new Outcome.TimeoutAmbiguous())
            .kind(Outcome.Cancelled.class, new Outcome.Cancelled())
            .kind(
                    Outcome.Failed.class,
                    Form.of((f, o) -> o.put("what", TEXT, f.what()), i -> new Outcome.Failed(i.get("what", TEXT))));

    static final Form.Kinds<Operation> OPERATION = new Form.Kinds<Operation>()
            .kind(Operation.Lock.class, new Operation.Lock())
            .kind(Operation.Unlock.class, new Operation.Unlock())
            .kind(Operation.Unlatch.class, new Operation.Unlatch())
            .kind(
                    Operation.UnlockFor.class,
                    Form.of(
                            (u, o) -> o.put("duration", DURATION, u.duration()),
                            i -> new Operation.UnlockFor(i.get("duration", DURATION))));

    /** Behind the line; the one read is the reader's, who closes it. */
    static final Form<Pin> PIN = new Form<>() {
        @Override
        public com.fasterxml.jackson.databind.JsonNode write(Pin value, Parcel parcel) {
            return IntNode.valueOf(parcel.add(value.copyBytes()));
        }

        @Override
        public Pin read(com.fasterxml.jackson.databind.JsonNode node, Parcel parcel) {
            byte[] digits = parcel.secret(INT.read(node, parcel));
            try {
                return Pin.ofAscii(digits);
            } finally {
                Arrays.fill(digits, (byte) 0);
            }
        }
    };

    /** A passphrase, behind the line as UTF-8; the one read is the reader's, who wipes it. */
    static final Form<char[]> PHRASE = new Form<>() {
        @Override
        public com.fasterxml.jackson.databind.JsonNode write(char[] value, Parcel parcel) {
            byte[] room = new byte[value.length * 4];
            ByteBuffer bytes = ByteBuffer.wrap(room);
            StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .encode(CharBuffer.wrap(value), bytes, true);
            byte[] exact = Arrays.copyOf(room, bytes.position());
            Arrays.fill(room, (byte) 0);
            return IntNode.valueOf(parcel.add(exact));
        }

        @Override
        public char[] read(com.fasterxml.jackson.databind.JsonNode node, Parcel parcel) {
            byte[] bytes = parcel.secret(INT.read(node, parcel));
            char[] room = new char[bytes.length];
            CharBuffer chars = CharBuffer.wrap(room);
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .decode(ByteBuffer.wrap(bytes), chars, true);
            char[] exact = Arrays.copyOf(room, chars.position());
            Arrays.fill(room, '\0');
            Arrays.fill(bytes, (byte) 0);
            return exact;
        }
    };

    private ModelForms() {}
}
