// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Actor;
import dev.lockcred.CredentialId;
import dev.lockcred.LockId;
import dev.lockcred.Pin;
import dev.lockcred.UserId;
import dev.lockcred.core.SiteBook.Item;
import dev.lockcred.core.SiteBook.Of;
import dev.lockcred.core.WishChanges.Kind;
import dev.lockcred.core.WishChanges.Part;
import dev.lockcred.core.WishedState.LockWish;
import dev.lockcred.core.WishedState.PinWish;
import dev.lockcred.core.WishedState.UserWish;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part of {@link Obeying} that takes what nobody may see: PINs, programming codes, telephone numbers. What a site gives as
 * before is left alone; a locked vault is a remark, not a refusal. Confined to the engine's lane.
 */
final class ObeyingSecrets {

    private final Engine engine;
    private final Edit edit;
    private final Actor actor;
    private final List<String> remarks;
    private final Notes notes;
    private final List<LockId> toldCodes = new ArrayList<>();

    /** Takes what changes. */
    interface Notes {
        void note(Kind kind, Part part, Object id, String origin, String text);
    }

    ObeyingSecrets(Engine engine, Edit edit, Actor actor, List<String> remarks, Notes notes) {
        this.engine = engine;
        this.edit = edit;
        this.actor = actor;
        this.remarks = remarks;
        this.notes = notes;
    }

    /** All is told: says whose PIN a programming code is, which may have been another before. */
    void settled() {
        remarks.addAll(engine.edits().programmingCodes().remarks(toldCodes, actor));
    }

    private Optional<Item> before(Of kind, Object id) {
        return engine.wishes().site().find(kind, id);
    }

    void telephone(UserWish w) {
        Telephones telephones = engine.edits().telephones();
        UserId id = w.user().id();
        boolean had = telephones.knows(id);
        if (w.telephone().isEmpty()) {
            boolean gave = before(Of.USER, id).map(Item::telephone).orElse(false);
            if (gave && telephones.forget(edit, id)) {
                notes.note(Kind.CHANGED, Part.USER, id, w.origin(), "the telephone number of " + id + " is forgotten");
            }
        } else if (engine.safe().locked().isPresent()) {
            remarks.add("the telephone number of " + id + " is not looked at: "
                    + engine.safe().locked().get());
        } else if (telephones.tell(edit, id, w.telephone().get())) {
            notes.note(
                    Kind.CHANGED,
                    Part.USER,
                    id,
                    w.origin(),
                    "the telephone number of " + id + (had ? " is another than before" : " is known")
                            + ": no PIN drawn for them is part of it");
            PinEdits pins = engine.edits().pins(); // of a PIN that is set only now it is said then
            w.pin()
                    .filter(p ->
                            pins.isSame(id, Pins.own(id), p.pin()).orElse(false) && pins.isPartOfTelephone(id, p.pin()))
                    .ifPresent(p -> remarks.add(w.origin() + ": the PIN of " + id + ", given by " + p.source()
                            + ", is part of the owner's telephone number"));
        }
    }

    /** What the site gave and gives no more is not compared any more. */
    void leaves(LockWish w) {
        LockId id = w.lock().id();
        Optional<String> given = before(Of.LOCK, id).flatMap(Item::pinSource);
        if (given.isPresent()
                && w.programmingCode().isEmpty()
                && engine.edits().programmingCodes().forget(edit, id)) {
            notes.note(
                    Kind.REMOVED,
                    Part.PROGRAMMING_CODE,
                    id,
                    w.origin(),
                    "the programming code of " + id + ", given by " + given.get() + " until now");
        }
    }

    void programmingCode(LockWish w, PinWish given) {
        LockId lock = w.lock().id();
        ProgrammingCodes codes = engine.edits().programmingCodes();
        if (cannotLook("programming code", given)) {
            return;
        }
        boolean had = codes.knows(lock);
        if (had && codes.isSame(lock, given.pin())) {
            return;
        }
        codes.tell(edit, lock, given.pin(), actor);
        toldCodes.add(lock);
        notes.note(
                had ? Kind.ROTATED : Kind.ADDED,
                Part.PROGRAMMING_CODE,
                lock,
                w.origin(),
                "the programming code of " + lock + ", given by " + given.source()
                        + (had ? ", is another than before" : ""));
    }

    void pin(UserId user, CredentialId credential, PinWish given, String origin) {
        PinEdits pins = engine.edits().pins();
        if (cannotLook("PIN", given)) {
            return;
        }
        boolean had = pins.has(credential);
        Pin pin = given.pin();
        if (had && pins.isSame(user, credential, pin).orElse(false)) {
            return;
        }
        pins.set(edit, user, credential, pin, Pins.Change.ROUTINE, actor).forEach(r -> remarks.add(origin + ": " + r));
        notes.note(
                had ? Kind.ROTATED : Kind.ADDED,
                Part.PIN,
                credential,
                origin,
                "the PIN of " + user + ", given by " + given.source() + (had ? ", is another than before" : ""));
    }

    private boolean cannotLook(String what, PinWish given) {
        Optional<String> locked = engine.safe().locked();
        locked.ifPresent(
                why -> remarks.add("the " + what + " that " + given.source() + " gives is not looked at: " + why));
        return locked.isPresent();
    }
}
