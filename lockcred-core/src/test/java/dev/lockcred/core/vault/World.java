// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.vault;

import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.InMemoryKeyPlace;
import dev.lockcred.core.store.InMemoryStore;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A store, its key place and what stands on them, which can be shut down and started again. */
public final class World {

    public InMemoryStore store;
    public final InMemoryKeyPlace place;
    public Instant now = Instant.parse("2026-03-01T06:00:00Z");
    private final SecureRandom random = seeded();
    public final List<String> failures = new ArrayList<>();
    public Vault vault;
    public AnchorKeeper anchor;

    public World() {
        this(InMemoryStore.create("store-1"), new InMemoryKeyPlace());
    }

    public World(InMemoryStore store, InMemoryKeyPlace place) {
        this.store = store;
        this.place = place;
        start();
    }

    /** As the engine starts: load, open the vault, compare with the anchor, commit what the vault wants first. */
    public void start() {
        vault = load();
        anchor = AnchorKeeper.open(store, place, vault, () -> now, e -> failures.add(e.getMessage()));
        vault.firstCommit().ifPresent(this::commit);
    }

    public Vault load() {
        var loading = new Vault.Loading();
        store.load(loading::takes);
        return loading.open(store, place, random);
    }

    public void restart() {
        store = store.crash();
        start();
    }

    public void commit(Commit commit) {
        store.commit(List.of(commit));
        anchor.committed(store.head());
    }

    /** Draws from a seed: what must not repeat between two of them is not tested with it. */
    public static SecureRandom seeded() {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed("a seed for tests".getBytes(StandardCharsets.US_ASCII));
            return random;
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
