// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import static dev.lockcred.core.remote.ModelForms.FLAG;
import static dev.lockcred.core.remote.ModelForms.TEXT;
import static dev.lockcred.core.remote.ModelForms.USER;
import static dev.lockcred.core.remote.ModelForms.USER_ID;

import dev.lockcred.Actor;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.core.Users;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link Users} of an engine elsewhere. Thread-safe. */
final class RemoteUsers implements Users {

    private final Connection connection;
    private final Actor actor;

    RemoteUsers(Connection connection, Actor actor) {
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
    public User add(String name) {
        return ask("users.add", o -> o.put("name", TEXT, name), USER);
    }

    @Override
    public User add(UserId id, String name) {
        return ask("users.addAs", o -> o.put("id", USER_ID, id).put("name", TEXT, name), USER);
    }

    @Override
    public User rename(UserId id, String name) {
        return ask("users.rename", o -> o.put("id", USER_ID, id).put("name", TEXT, name), USER);
    }

    @Override
    public void remove(UserId id) {
        act("users.remove", o -> o.put("id", USER_ID, id));
    }

    @Override
    public Optional<User> find(UserId id) {
        return ask("users.find", o -> o.put("id", USER_ID, id), USER.optional());
    }

    @Override
    public List<User> list() {
        return ask("users.list", RemoteManager.NOTHING, USER.list());
    }

    @Override
    public void tellTelephone(UserId id, String number) {
        act("users.tellTelephone", o -> o.put("id", USER_ID, id).put("number", TEXT, number));
    }

    @Override
    public void forgetTelephone(UserId id) {
        act("users.forgetTelephone", o -> o.put("id", USER_ID, id));
    }

    @Override
    public boolean knowsTelephone(UserId id) {
        return ask("users.knowsTelephone", o -> o.put("id", USER_ID, id), FLAG);
    }

    @Override
    public void eraseName(UserId id) {
        act("users.eraseName", o -> o.put("id", USER_ID, id));
    }
}
