// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import static dev.lockcred.core.remote.ModelForms.FLAG;
import static dev.lockcred.core.remote.ModelForms.GRANT;
import static dev.lockcred.core.remote.ModelForms.GRANT_ID;
import static dev.lockcred.core.remote.ModelForms.LOCK_ID;
import static dev.lockcred.core.remote.ModelForms.TEXT;
import static dev.lockcred.core.remote.ModelForms.USER;
import static dev.lockcred.core.remote.ModelForms.USER_ID;

import dev.lockcred.Actor;
import dev.lockcred.Grant;
import dev.lockcred.GrantId;
import dev.lockcred.LockId;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.core.GrantSpec;
import dev.lockcred.core.Grants;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link Grants} of an engine elsewhere. Thread-safe. */
final class RemoteGrants implements Grants {

    private final Connection connection;
    private final Actor actor;

    RemoteGrants(Connection connection, Actor actor) {
        this.connection = connection;
        this.actor = actor;
    }

    private <T> T ask(String what, Consumer<Form.Out> with, Form<T> form) {
        return connection.ask(actor, what, with, form);
    }

    private void act(String what, Consumer<Form.Out> with) {
        ask(what, with, FLAG);
    }

    private static final GrantId UNNAMED = GrantId.of("unnamed");

    @Override
    public Grant add(User user, Consumer<GrantSpec> what) {
        var spec = new GrantSpec();
        what.accept(spec);
        Grant content = spec.build(spec.wantedId().orElse(UNNAMED), user.id());
        return ask(
                "grants.add",
                o -> o.put("user", USER, user)
                        .put("grant", GRANT, content)
                        .put("id", GRANT_ID.optional(), spec.wantedId())
                        .put("generatedPin", FLAG, spec.wantsGeneratedPin()),
                GRANT);
    }

    @Override
    public void put(Grant grant, String origin) {
        act("grants.put", o -> o.put("grant", GRANT, grant).put("origin", TEXT, origin));
    }

    @Override
    public Optional<String> origin(GrantId id) {
        return ask("grants.origin", o -> o.put("id", GRANT_ID, id), TEXT.optional());
    }

    @Override
    public Optional<Grant> find(GrantId id) {
        return ask("grants.find", o -> o.put("id", GRANT_ID, id), GRANT.optional());
    }

    @Override
    public List<Grant> list() {
        return ask("grants.list", RemoteManager.NOTHING, GRANT.list());
    }

    @Override
    public void enable(GrantId id) {
        act("grants.enable", o -> o.put("id", GRANT_ID, id));
    }

    @Override
    public void disable(GrantId id) {
        act("grants.disable", o -> o.put("id", GRANT_ID, id));
    }

    @Override
    public Optional<ByHand> disabledByHand(GrantId id) {
        return ask("grants.disabledByHand", o -> o.put("id", GRANT_ID, id), ManagerForms.BY_HAND.optional());
    }

    @Override
    public void remove(GrantId id) {
        act("grants.remove", o -> o.put("id", GRANT_ID, id));
    }

    @Override
    public void revoke(UserId user, List<LockId> locks) {
        act("grants.revoke", o -> o.put("user", USER_ID, user).put("locks", LOCK_ID.list(), locks));
    }

    @Override
    public void unrevoke(UserId user, List<LockId> locks) {
        act("grants.unrevoke", o -> o.put("user", USER_ID, user).put("locks", LOCK_ID.list(), locks));
    }

    @Override
    public List<Revocation> revocations() {
        return ask("grants.revocations", RemoteManager.NOTHING, ManagerForms.REVOCATION.list());
    }
}
