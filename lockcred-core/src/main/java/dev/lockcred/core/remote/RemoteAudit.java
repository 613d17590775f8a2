// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import static dev.lockcred.core.remote.ModelForms.AUDIT;
import static dev.lockcred.core.remote.ModelForms.FLAG;
import static dev.lockcred.core.remote.ModelForms.INT;
import static dev.lockcred.core.remote.ModelForms.TEXT;

import dev.lockcred.Actor;
import dev.lockcred.AuditEntry;
import dev.lockcred.core.Audit;
import java.util.List;
import java.util.function.Consumer;

/** {@link Audit} of an engine elsewhere. Thread-safe. */
final class RemoteAudit implements Audit {

    private final Connection connection;
    private final Actor actor;

    RemoteAudit(Connection connection, Actor actor) {
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
    public List<AuditEntry> latest(int limit) {
        return ask("audit.latest", o -> o.put("limit", INT, limit), AUDIT.list());
    }

    @Override
    public Verification verify() {
        return ask("audit.verify", RemoteManager.NOTHING, ManagerForms.VERIFICATION);
    }

    @Override
    public void eraseActor(String name) {
        act("audit.eraseActor", o -> o.put("name", TEXT, name));
    }
}
