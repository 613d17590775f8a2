// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.spi.DriverState;
import dev.lockcred.spi.DriverState.Edits;

/** What is remembered of one lock over restarts: facts in the open, the image of its codes sealed. Confined to the lane. */
final class LockRecord {

    private final DriverState state;
    private final String prefix;
    private final CodeImage image;
    private final CredentialImage credentials;
    private final SupervisionSessions sessions;
    private LockFacts facts;

    LockRecord(DriverState state, long homeId, int node, byte[] fingerprintKey) {
        this.state = state;
        this.prefix = String.format(java.util.Locale.ROOT, "%08x/%d/", homeId, node);
        this.image = new CodeImage(fingerprintKey);
        this.facts = state.get(prefix + "facts").map(LockFacts::of).orElse(LockFacts.NONE);
        state.get(prefix + "codes").ifPresent(image::restore);
        this.sessions = new SupervisionSessions(state, prefix + "sessions");
        this.credentials = new CredentialImage(new Fingerprints(fingerprintKey));
        state.get(prefix + "users").ifPresent(credentials::restore);
    }

    LockFacts facts() {
        return facts;
    }

    CodeImage image() {
        return image;
    }

    /** What we know of a lock that is managed by User Credential. */
    CredentialImage credentials() {
        return credentials;
    }

    SupervisionSessions sessions() {
        return sessions;
    }

    /** Remembers these facts from now on. */
    void learn(LockFacts newFacts) {
        facts = newFacts;
        var unused = state.write(
                new Edits().put(prefix + "facts", newFacts.toBytes()).list());
    }

    /** Remembers the image as it is now. */
    void keepImage() {
        var unused = state.write(
                new Edits().putSecret(prefix + "codes", image.toBytes()).list());
    }

    /** Remembers users and credentials as they are now. */
    void keepCredentials() {
        var unused = state.write(
                new Edits().putSecret(prefix + "users", credentials.toBytes()).list());
    }

    /** Another device stands at this address, or the same after a reset of its pairing. */
    void forget() {
        facts = LockFacts.NONE;
        image.doubtAll();
        credentials.forget();
        var unused = state.write(new Edits()
                .remove(prefix + "facts")
                .remove(prefix + "codes")
                .remove(prefix + "users")
                .list());
    }
}
