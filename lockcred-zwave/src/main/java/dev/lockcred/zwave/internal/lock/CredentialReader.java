// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.CredentialKind;
import dev.lockcred.CredentialRule;
import dev.lockcred.Password;
import dev.lockcred.Pin;
import dev.lockcred.Secret;
import dev.lockcred.SlotState;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.LockUser;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.ReadResult.Failure;
import dev.lockcred.spi.SlotReading;
import dev.lockcred.zwave.internal.cc.CodeText;
import dev.lockcred.zwave.internal.cc.CredentialRecords;
import dev.lockcred.zwave.internal.cc.UserRecords;
import dev.lockcred.zwave.internal.session.Expect;
import dev.lockcred.zwave.internal.session.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads users and credentials by User Credential. Confined to the lane; used once. */
final class CredentialReader {

    private static final int ANSWER = 4;

    private final Conversation talk;
    private final LockRecord record;
    private final TreeMap<Integer, UserRecords.Report> users = new TreeMap<>();
    private final TreeMap<CredentialRef, CredentialRecords.Report> found = new TreeMap<>();
    private final TreeSet<CredentialImage.Place> places = new TreeSet<>();
    private final TreeSet<CredentialRef> unread = new TreeSet<>();
    private final TreeSet<CredentialRef> empty = new TreeSet<>();
    private @Nullable Failure failure;

    CredentialReader(Conversation talk, LockRecord record) {
        this.talk = talk;
        this.record = record;
    }

    CompletableFuture<ReadResult> read(ReadRequest request) {
        if (request instanceof ReadRequest.Everything) {
            return walkUsers(0)
                    .thenCompose(x -> failure == null ? walkCredentials(0, 0, 0) : Async.now(true))
                    .thenApply(x -> {
                        if (failure == null) {
                            record.credentials().complete(users.keySet(), places);
                        }
                        return result();
                    });
        }
        List<CredentialRef> refs =
                request instanceof ReadRequest.Slots slots ? slots.refs() : refs((ReadRequest.Range) request);
        return Async.each(refs, this::slot)
                .thenCompose(x -> Async.each(owners(), this::user))
                .thenApply(x -> result());
    }

    private static List<CredentialRef> refs(ReadRequest.Range range) {
        return IntStream.rangeClosed(range.from(), range.to())
                .mapToObj(i -> new CredentialRef(range.kind(), i))
                .toList();
    }

    private List<Integer> owners() {
        return found.values().stream()
                .map(CredentialRecords.Report::user)
                .filter(u -> !users.containsKey(u))
                .distinct()
                .toList();
    }

    // ---------------------------------------------------------------------------------------- asking

    private CompletableFuture<Boolean> walkUsers(int from) {
        return user(from).thenCompose(next -> next > from ? walkUsers(next) : Async.now(true));
    }

    /** Asks for a user, 0 for the first; gives the next one, or 0. */
    CompletableFuture<Integer> user(int index) {
        if (failure != null) {
            return Async.now(0);
        }
        return talk.ask(
                        new UserRecords.Get(index),
                        Expect.of(
                                UserRecords.Report.class,
                                r -> r.kind() == ANSWER && (index == 0 || r.user() == index || r.user() == 0)))
                .thenApply(reply -> {
                    if (!(reply instanceof Reply.Got<UserRecords.Report> got)) {
                        failure = Failures.of(reply);
                        return 0;
                    }
                    if (got.value().exists()) {
                        users.put(got.value().user(), got.value());
                        record.credentials()
                                .user(got.value().user(), got.value().attributes());
                    } else if (index > 0) {
                        record.credentials().noUser(index);
                    }
                    return got.value().next();
                });
    }

    private CompletableFuture<Boolean> walkCredentials(int user, int type, int slot) {
        return credential(user, type, slot).thenCompose(report -> {
            if (report.isEmpty() || !report.get().exists()) {
                return Async.now(true);
            }
            CredentialRecords.Report r = report.get();
            boolean more = r.nextType() > r.type() || r.nextType() == r.type() && r.nextSlot() > r.slot();
            return more ? walkCredentials(0, r.nextType(), r.nextSlot()) : Async.now(true);
        });
    }

    private CompletableFuture<Boolean> slot(CredentialRef ref) {
        OptionalInt type = CredentialTypes.type(ref.kind());
        if (failure != null || type.isEmpty()) {
            unread.add(ref);
            return Async.now(false);
        }
        return credential(0, type.getAsInt(), ref.index()).thenApply(report -> {
            if (report.isEmpty()) {
                unread.add(ref);
            } else if (!report.get().exists()) {
                empty.add(ref);
            }
            return true;
        });
    }

    /** Asks for one credential; empty, with the failure noted, when it is not told. */
    CompletableFuture<Optional<CredentialRecords.Report>> credential(int user, int type, int slot) {
        return talk.ask(
                        new CredentialRecords.Get(user, type, slot),
                        Expect.of(
                                CredentialRecords.Report.class,
                                r -> r.kind() == ANSWER
                                        && (slot == 0 || r.type() == 0 || r.type() == type && r.slot() == slot)))
                .thenApply(reply -> {
                    if (reply instanceof Reply.Got<CredentialRecords.Report> got) {
                        keep(got.value(), user, type, slot);
                        return Optional.of(got.value());
                    }
                    failure = Failures.of(reply);
                    return Optional.empty();
                });
    }

    Optional<Failure> failure() {
        return Optional.ofNullable(failure);
    }

    Map<Integer, UserRecords.Report> users() {
        return new HashMap<>(users);
    }

    private void keep(CredentialRecords.Report r, int user, int type, int slot) {
        CredentialImage image = record.credentials();
        if (!r.exists()) {
            if (user == 0 && slot > 0) {
                image.noCredential(new CredentialImage.Place(type, slot));
            }
            return;
        }
        var place = new CredentialImage.Place(r.type(), r.slot());
        places.add(place);
        if (readable(r)) {
            image.credential(place, r.user(), r.data());
        } else {
            image.hidden(place, r.user());
        }
        CredentialTypes.kind(r.type()).ifPresent(kind -> found.put(new CredentialRef(kind, r.slot()), r));
    }

    /** Some show asterisks instead of digits. */
    private static boolean readable(CredentialRecords.Report r) {
        return r.readBack() && (r.type() != CredentialRecords.PIN || CodeText.of(r.data()) == CodeText.DIGITS);
    }

    // ---------------------------------------------------------------------------------------- telling

    private ReadResult result() {
        var slots = new TreeMap<CredentialRef, SlotReading>();
        empty.forEach(ref -> slots.put(ref, SlotReading.of(ref, SlotState.EMPTY)));
        unread.forEach(ref -> slots.put(ref, SlotReading.of(ref, SlotState.UNKNOWN)));
        found.forEach((ref, r) -> slots.put(ref, reading(ref, r)));
        List<SlotReading> readings = List.copyOf(slots.values());
        List<LockUser> lockUsers = users.values().stream().map(this::user).toList();
        Failure f = failure;
        return f == null
                ? ReadResult.complete(readings, lockUsers, talk.cost())
                : ReadResult.failed(readings, lockUsers, f.why(), f.text(), talk.cost());
    }

    private SlotReading reading(CredentialRef ref, CredentialRecords.Report r) {
        UserRecords.Report owner = users.get(r.user());
        boolean active = owner == null || owner.attributes().active();
        Optional<Secret> secret = r.readBack() ? secret(ref.kind(), r) : Optional.empty();
        SlotState state = active ? secret.isPresent() ? SlotState.KNOWN : SlotState.MASKED : SlotState.DISABLED;
        return new SlotReading(ref, state, secret, OptionalInt.of(r.user()), Optional.empty());
    }

    private static Optional<Secret> secret(CredentialKind kind, CredentialRecords.Report r) {
        byte[] bytes = r.data().toByteArray();
        try {
            if (kind == CredentialKind.PIN && CodeText.of(r.data()) == CodeText.DIGITS) {
                return Optional.of(Pin.ofAscii(bytes));
            }
            if (kind == CredentialKind.PASSWORD && bytes.length > 0 && bytes.length <= Password.MAX_LENGTH) {
                char[] characters = new char[bytes.length];
                for (int i = 0; i < bytes.length; i++) {
                    characters[i] = (char) (bytes[i] & 0xFF);
                }
                try {
                    return Optional.of(Password.of(characters));
                } catch (IllegalArgumentException e) {
                    return Optional.empty(); // not ASCII: it stays hidden
                } finally {
                    Arrays.fill(characters, '\0');
                }
            }
            return Optional.empty();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private LockUser user(UserRecords.Report r) {
        var refs = new ArrayList<CredentialRef>();
        found.forEach((ref, c) -> {
            if (c.user() == r.user()) {
                refs.add(ref);
            }
        });
        UserRecords.Attributes a = r.attributes();
        return new LockUser(
                r.user(),
                a.name().isEmpty() ? Optional.empty() : Optional.of(a.nameText()),
                OptionalLong.empty(),
                a.active(),
                UserTypes.type(a.type()),
                a.rule() == 3 ? CredentialRule.TRIPLE : a.rule() == 2 ? CredentialRule.DUAL : CredentialRule.SINGLE,
                refs,
                r.modifier() == 2 ? new LockUser.Owner.Ours() : new LockUser.Owner.Unknown());
    }
}
