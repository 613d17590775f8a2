// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Actor;
import dev.lockcred.CredentialId;
import dev.lockcred.LockId;
import dev.lockcred.Permission;
import dev.lockcred.Pin;
import dev.lockcred.UserId;
import java.util.List;

/** {@link Pins} as one actor has them. Thread-safe. */
final class PinsView implements Pins {

    private final Engine engine;
    private final Actor actor;

    PinsView(Engine engine, Actor actor) {
        this.engine = engine;
        this.actor = actor;
    }

    private PinEdits edits() {
        return engine.edits().pins();
    }

    private ProgrammingCodes programmingCodes() {
        return engine.edits().programmingCodes();
    }

    @Override
    public List<String> set(UserId user, CredentialId credential, Pin pin, Change why) {
        return engine.edit(actor, Permission.MANAGE, e -> {
            edits().requireByHand(user, credential);
            return edits().set(e, user, credential, pin, why, actor);
        });
    }

    @Override
    public Pin generate(UserId user, CredentialId credential, Change why) {
        return engine.edit(actor, Permission.MANAGE, e -> {
            edits().requireByHand(user, credential);
            return edits().generate(e, user, credential, why);
        });
    }

    @Override
    public boolean has(CredentialId credential) {
        engine.require(actor, Permission.VIEW);
        return engine.look(() -> edits().has(credential));
    }

    @Override
    public List<CredentialId> of(UserId user) {
        engine.require(actor, Permission.VIEW);
        return engine.look(() -> engine.wishes().credentialsOf(user).stream()
                .filter(WishBook.CredentialRecord::set)
                .map(WishBook.CredentialRecord::id)
                .toList());
    }

    @Override
    public void remove(UserId user, CredentialId credential) {
        engine.edit(actor, Permission.MANAGE, e -> {
            edits().requireByHand(user, credential);
            edits().remove(e, user, credential);
            return Boolean.TRUE;
        });
    }

    @Override
    public Pin reveal(UserId user, CredentialId credential) {
        return engine.edit(actor, Permission.REVEAL, e -> edits().reveal(e, user, credential));
    }

    @Override
    public List<String> tellProgrammingCode(LockId lock, Pin code) {
        return engine.edit(actor, Permission.MANAGE, e -> {
            programmingCodes().requireByHand(lock);
            programmingCodes().tell(e, lock, code, actor);
            return programmingCodes().remarks(List.of(lock), actor);
        });
    }

    @Override
    public void forgetProgrammingCode(LockId lock) {
        engine.edit(actor, Permission.MANAGE, e -> {
            programmingCodes().requireByHand(lock);
            programmingCodes().forget(e, lock);
            return Boolean.TRUE;
        });
    }

    @Override
    public boolean knowsProgrammingCode(LockId lock) {
        engine.require(actor, Permission.VIEW);
        return engine.look(() -> {
            engine.requireLock(lock);
            return programmingCodes().knows(lock);
        });
    }
}
