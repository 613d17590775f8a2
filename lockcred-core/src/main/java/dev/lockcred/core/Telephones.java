// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.UserId;
import dev.lockcred.core.vault.SecretRef.OfTelephone;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Telephone numbers of users, as far as somebody told them, so that nobody's PIN is part of one's own (R10). They are nobody's
 * business else: they lie in the vault and are compared, and no call gives one out. Confined to the engine's lane.
 */
final class Telephones {

    private static final int LONGEST = 40;
    private static final Pattern NUMBER = Pattern.compile("\\+?([ ()./-]*[0-9]){4,20}[ ()./-]*");

    private final Engine engine;

    Telephones(Engine engine) {
        this.engine = engine;
    }

    /** Refuses what is no telephone number; the message does not repeat it. */
    static void require(UserId user, String number) {
        if (number.length() > LONGEST || !NUMBER.matcher(number.strip()).matches()) {
            throw new IllegalArgumentException(
                    "what is told of user '" + user + "' is no telephone number: 4 to 20 digits,"
                            + " with spaces, brackets, dots, slashes and hyphens, perhaps a plus before them");
        }
    }

    boolean knows(UserId user) {
        return engine.safe().holds(new OfTelephone(user));
    }

    /** The user's number, if it is known and can be opened. */
    List<String> of(UserId user) {
        return engine.safe().open(new OfTelephone(user)).stream()
                .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
                .toList();
    }

    /** Tells it; whether it is another than before. */
    boolean tell(Edit edit, UserId user, String number) {
        UserEdits.require(engine, user);
        require(user, number);
        engine.safe().locked().ifPresent(why -> {
            throw new LockManagerException(why);
        });
        if (of(user).equals(List.of(number.strip()))) {
            return false;
        }
        edit.undo(engine.safe().asNow(new OfTelephone(user)));
        engine.safe().seal(new OfTelephone(user), number.strip().getBytes(StandardCharsets.US_ASCII), edit.commit());
        edit.audit("user.telephone-told", Optional.empty(), Optional.of(user), "told");
        return true;
    }

    /** Forgets it; whether it was known. */
    boolean forget(Edit edit, UserId user) {
        if (!knows(user)) {
            return false;
        }
        edit.undo(engine.safe().asNow(new OfTelephone(user)));
        engine.safe().erase(new OfTelephone(user), edit.commit());
        edit.audit("user.telephone-forgotten", Optional.empty(), Optional.of(user), "forgotten");
        return true;
    }

    /** The user has another id, and the same telephone. */
    void move(Edit edit, UserId from, UserId to) {
        if (!knows(from)) {
            return;
        }
        engine.safe().locked().ifPresent(why -> {
            throw new LockManagerException(why);
        });
        edit.undo(engine.safe().asNow(new OfTelephone(from)));
        edit.undo(engine.safe().asNow(new OfTelephone(to)));
        engine.safe().open(new OfTelephone(from)).ifPresent(number -> {
            engine.safe().seal(new OfTelephone(to), number, edit.commit());
            engine.safe().erase(new OfTelephone(from), edit.commit());
        });
    }
}
