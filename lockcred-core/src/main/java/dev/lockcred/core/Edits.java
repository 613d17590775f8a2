// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

/**
 * What people do to an engine, by subject. Each method is part of one {@link Edit}: it changes wishes at once, refuses by
 * throwing, and leaves to {@link Edit#then} what cannot be taken back. Confined to the engine's lane.
 */
final class Edits {

    private final UserEdits users;
    private final LockEdits locks;
    private final GrantEdits grants;
    private final PinEdits pins;
    private final CodeEdits codes;
    private final ProgrammingCodes programmingCodes;
    private final Telephones telephones;

    Edits(Engine engine) {
        this.telephones = new Telephones(engine);
        var rules = new PinRules(engine, telephones);
        this.pins = new PinEdits(engine, rules);
        this.grants = new GrantEdits(engine, rules, pins);
        this.users = new UserEdits(engine, pins, telephones);
        this.programmingCodes = new ProgrammingCodes(engine, rules);
        this.locks = new LockEdits(engine, pins, programmingCodes);
        this.codes = new CodeEdits(engine, users, grants);
    }

    UserEdits users() {
        return users;
    }

    LockEdits locks() {
        return locks;
    }

    GrantEdits grants() {
        return grants;
    }

    PinEdits pins() {
        return pins;
    }

    Telephones telephones() {
        return telephones;
    }

    ProgrammingCodes programmingCodes() {
        return programmingCodes;
    }

    CodeEdits codes() {
        return codes;
    }
}
