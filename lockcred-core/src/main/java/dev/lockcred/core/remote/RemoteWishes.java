// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import static dev.lockcred.core.remote.ModelForms.CREDENTIAL_ID;
import static dev.lockcred.core.remote.ModelForms.TEXT;
import static dev.lockcred.core.remote.ModelForms.USER_ID;

import dev.lockcred.Actor;
import dev.lockcred.CredentialId;
import dev.lockcred.UserId;
import dev.lockcred.core.Obey;
import dev.lockcred.core.WishChanges;
import dev.lockcred.core.WishPreview;
import dev.lockcred.core.WishedState;
import dev.lockcred.core.Wishes;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link Wishes} of an engine elsewhere. Thread-safe. */
final class RemoteWishes implements Wishes {

    private final Connection connection;
    private final Actor actor;

    RemoteWishes(Connection connection, Actor actor) {
        this.connection = connection;
        this.actor = actor;
    }

    private <T> T ask(String what, Consumer<Form.Out> with, Form<T> form) {
        return connection.ask(actor, what, with, form);
    }

    @Override
    public WishedState export() {
        return ask("wishes.export", RemoteManager.NOTHING, WishForms.STATE);
    }

    @Override
    public WishPreview preview(WishedState wished, Obey options) {
        return ask("wishes.preview", o -> state(o, wished, options), WishForms.PREVIEW);
    }

    @Override
    public WishChanges obey(WishedState wished, Obey options) {
        return ask("wishes.obey", o -> state(o, wished, options), WishForms.CHANGES);
    }

    private static void state(Form.Out out, WishedState wished, Obey options) {
        out.put("state", WishForms.STATE, wished).put("options", WishForms.OBEY, options);
    }

    @Override
    public Optional<String> site() {
        return ask("wishes.site", RemoteManager.NOTHING, TEXT.optional());
    }

    @Override
    public Optional<String> pinSource(UserId user) {
        return ask("wishes.pinSource", o -> o.put("user", USER_ID, user), TEXT.optional());
    }

    @Override
    public Optional<String> pinSource(CredentialId credential) {
        return ask("wishes.pinSourceOf", o -> o.put("credential", CREDENTIAL_ID, credential), TEXT.optional());
    }
}
