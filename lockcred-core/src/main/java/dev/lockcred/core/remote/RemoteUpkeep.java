// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import static dev.lockcred.core.remote.ModelForms.FLAG;
import static dev.lockcred.core.remote.ModelForms.PHRASE;

import dev.lockcred.Actor;
import dev.lockcred.core.Upkeep;
import dev.lockcred.core.backup.Backup;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link Upkeep} of an engine elsewhere. Thread-safe. */
final class RemoteUpkeep implements Upkeep {

    private final Connection connection;
    private final Actor actor;

    RemoteUpkeep(Connection connection, Actor actor) {
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
    public Backup.Contents backup(Path file, Optional<char[]> passphrase) {
        return ask(
                "upkeep.backup",
                o -> o.put("file", Desk.PATH, file.toAbsolutePath()).put("passphrase", PHRASE.optional(), passphrase),
                ManagerForms.CONTENTS);
    }

    @Override
    public void rotateKey() {
        act("upkeep.rotateKey", RemoteManager.NOTHING);
    }

    @Override
    public void startVaultAnew() {
        act("upkeep.startVaultAnew", RemoteManager.NOTHING);
    }
}
