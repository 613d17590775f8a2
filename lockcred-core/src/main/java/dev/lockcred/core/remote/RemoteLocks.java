// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import static dev.lockcred.core.remote.ModelForms.FLAG;
import static dev.lockcred.core.remote.ModelForms.GROUP;
import static dev.lockcred.core.remote.ModelForms.GROUP_ID;
import static dev.lockcred.core.remote.ModelForms.LOCK;
import static dev.lockcred.core.remote.ModelForms.LOCK_ID;

import dev.lockcred.Actor;
import dev.lockcred.GroupId;
import dev.lockcred.Lock;
import dev.lockcred.LockGroup;
import dev.lockcred.LockId;
import dev.lockcred.core.DoorAtRisk;
import dev.lockcred.core.LockStatus;
import dev.lockcred.core.Locks;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** {@link Locks} of an engine elsewhere. Thread-safe. */
final class RemoteLocks implements Locks {

    private final Connection connection;
    private final Actor actor;

    RemoteLocks(Connection connection, Actor actor) {
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
    public void put(Lock lock) {
        act("locks.put", o -> o.put("lock", LOCK, lock));
    }

    @Override
    public Optional<Lock> find(LockId id) {
        return ask("locks.find", o -> o.put("id", LOCK_ID, id), LOCK.optional());
    }

    @Override
    public List<Lock> list() {
        return ask("locks.list", RemoteManager.NOTHING, LOCK.list());
    }

    @Override
    public List<LockStatus> status() {
        return ask("locks.status", RemoteManager.NOTHING, LockForms.STATUS.list());
    }

    @Override
    public void forget(LockId id, Forget how) {
        act("locks.forget", o -> o.put("id", LOCK_ID, id).put("how", Desk.HOW, how));
    }

    @Override
    public List<DoorAtRisk> lost() {
        return ask("locks.lost", RemoteManager.NOTHING, ManagerForms.DOOR.list());
    }

    @Override
    public void putGroup(LockGroup group) {
        act("locks.putGroup", o -> o.put("group", GROUP, group));
    }

    @Override
    public void removeGroup(GroupId id) {
        act("locks.removeGroup", o -> o.put("id", GROUP_ID, id));
    }

    @Override
    public List<LockGroup> groups() {
        return ask("locks.groups", RemoteManager.NOTHING, GROUP.list());
    }
}
