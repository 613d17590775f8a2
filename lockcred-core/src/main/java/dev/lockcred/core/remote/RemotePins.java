// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import static dev.lockcred.core.remote.ModelForms.CREDENTIAL_ID;
import static dev.lockcred.core.remote.ModelForms.FLAG;
import static dev.lockcred.core.remote.ModelForms.LOCK_ID;
import static dev.lockcred.core.remote.ModelForms.PIN;
import static dev.lockcred.core.remote.ModelForms.TEXT;
import static dev.lockcred.core.remote.ModelForms.USER_ID;

import dev.lockcred.Actor;
import dev.lockcred.CredentialId;
import dev.lockcred.LockId;
import dev.lockcred.Pin;
import dev.lockcred.UserId;
import dev.lockcred.core.Pins;
import java.util.List;
import java.util.function.Consumer;

/** {@link Pins} of an engine elsewhere. Thread-safe. */
final class RemotePins implements Pins {

    private final Connection connection;
    private final Actor actor;

    RemotePins(Connection connection, Actor actor) {
        this.connection = connection;
        this.actor = actor;
    }

    private <T> T ask(String what, Consumer<Form.Out> with, Form<T> form) {
        return connection.ask(actor, what, with, form);
    }

    private void act(String what, Consumer<Form.Out> with) {
        ask(what, with, FLAG);
    }

    @Override
    public List<String> set(UserId user, CredentialId credential, Pin pin, Change why) {
        return ask(
                "pins.set",
                o -> which(o, user, credential).put("pin", PIN, pin).put("why", Desk.WHY, why),
                TEXT.list());
    }

    @Override
    public Pin generate(UserId user, CredentialId credential, Change why) {
        return ask("pins.generate", o -> which(o, user, credential).put("why", Desk.WHY, why), PIN);
    }

    @Override
    public boolean has(CredentialId credential) {
        return ask("pins.has", o -> o.put("credential", CREDENTIAL_ID, credential), FLAG);
    }

    @Override
    public List<CredentialId> of(UserId user) {
        return ask("pins.of", o -> o.put("user", USER_ID, user), CREDENTIAL_ID.list());
    }

    @Override
    public void remove(UserId user, CredentialId credential) {
        act("pins.remove", o -> which(o, user, credential));
    }

    @Override
    public Pin reveal(UserId user, CredentialId credential) {
        return ask("pins.reveal", o -> which(o, user, credential), PIN);
    }

    @Override
    public List<String> tellProgrammingCode(LockId lock, Pin code) {
        return ask("pins.tellProgrammingCode", o -> o.put("lock", LOCK_ID, lock).put("code", PIN, code), TEXT.list());
    }

    @Override
    public void forgetProgrammingCode(LockId lock) {
        act("pins.forgetProgrammingCode", o -> o.put("lock", LOCK_ID, lock));
    }

    @Override
    public boolean knowsProgrammingCode(LockId lock) {
        return ask("pins.knowsProgrammingCode", o -> o.put("lock", LOCK_ID, lock), FLAG);
    }

    private static Form.Out which(Form.Out out, UserId user, CredentialId credential) {
        return out.put("user", USER_ID, user).put("credential", CREDENTIAL_ID, credential);
    }
}
