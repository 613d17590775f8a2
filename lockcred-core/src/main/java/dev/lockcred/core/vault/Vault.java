// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.vault;

import dev.lockcred.Secret;
import dev.lockcred.Slot;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.KeyPlace;
import dev.lockcred.core.store.Store;
import dev.lockcred.core.store.StoreException;
import dev.lockcred.core.store.Table;
import dev.lockcred.core.vault.Keyring.Retired;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one store, sealed. The store holds the sealed values, the key place the key, and only this class brings the
 * two together. Reading and comparing is from memory; what changes is added to a commit of the caller's, which becomes
 * durable like everything else.
 *
 * <p>Without its key the vault is <em>locked</em>: values can be counted and erased, and nothing else. The engine goes on
 * with revocations, history and plans, and PINs must be issued anew ({@link #startAnew}).
 *
 * <p>Thread-safe. Commits must reach the store in the order in which they were filled here.
 */
public final class Vault {

    private final String storeId;
    private final String keyLocation;
    private final SecureRandom random;
    private final NavigableMap<String, byte[]> sealed; // by document key; guarded by this
    private final NavigableMap<String, SecretRef.OfCredential> credentials = new TreeMap<>(); // guarded by this
    private VaultState state; // guarded by this
    private @Nullable VaultKeys keys; // absent while locked; guarded by this
    private Keyring keyring = new Keyring(); // guarded by this
    private List<SecretKey> anchorKeys; // the one in use first; guarded by this
    private byte @Nullable [] anew; // a key that is not kept yet; guarded by this
    private boolean leftovers; // whether the key place held more than one key at the start; guarded by this
    private Optional<Commit> first = Optional.empty();

    private Vault(
            String storeId,
            String keyLocation,
            SecureRandom random,
            NavigableMap<String, byte[]> sealed,
            VaultState state,
            @Nullable VaultKeys keys,
            List<SecretKey> anchorKeys) {
        this.anchorKeys = anchorKeys;
        this.storeId = storeId;
        this.keyLocation = keyLocation;
        this.random = random;
        this.sealed = sealed;
        this.state = state;
        this.keys = keys;
        for (String key : sealed.keySet()) {
            if (SecretRef.parse(key).orElse(null) instanceof SecretRef.OfCredential ref) {
                credentials.put(key, ref);
            }
        }
        byte[] ring = keys == null ? null : sealed.get(new SecretRef.Keyring().key());
        if (keys != null && ring != null) {
            byte[] plain = Sealing.open(keys.vault(), state.generation(), storeId, new SecretRef.Keyring(), ring);
            keyring = Keyring.decode(plain);
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** Collects what belongs to the vault while the store is being loaded. Not thread-safe. */
    public static final class Loading {
        private final NavigableMap<String, byte[]> sealed = new TreeMap<>();
        private @Nullable VaultState state;

        /** Takes the document if it is the vault's. */
        public boolean takes(Table table, String key, byte[] value) {
            if (table == Table.SECRET) {
                sealed.put(key, value);
                return true;
            }
            if (table == Table.META && key.equals(VaultState.KEY)) {
                state = VaultState.decode(value);
                return true;
            }
            return false;
        }

        /**
         * Opens the vault: with the key of the store, with a new one when the store is new, or locked when the key is missing.
         *
         * @param random draws keys and nonces
         * @throws StoreException of kind KEY when there is a key and it is the wrong one, or cannot be used
         */
        public Vault open(Store store, KeyPlace place, SecureRandom random) {
            store.folder().ifPresent(folder -> place.requireOutside(store.id(), folder));
            List<byte[]> masters = place.keys(store.id());
            try {
                return state == null
                        ? create(store, place, random, masters)
                        : open(store, place, random, state, masters);
            } finally {
                masters.forEach(master -> Arrays.fill(master, (byte) 0));
            }
        }

        private Vault create(Store store, KeyPlace place, SecureRandom random, List<byte[]> masters) {
            if (!sealed.isEmpty()) {
                throw new StoreException(
                        StoreException.Kind.CORRUPT,
                        "the store at " + store.location() + " holds sealed values, but not which key they need: it is"
                                + " damaged. Restore a backup");
            }
            byte[] master = masters.isEmpty() ? newKey(random) : masters.get(0).clone();
            if (masters.isEmpty()) {
                place.saveKeys(store.id(), List.of(master)); // before anything is sealed under it
            }
            VaultKeys keys = VaultKeys.derive(master, store.id());
            Arrays.fill(master, (byte) 0);
            var fresh = new VaultState(1, store.head().lastAudit() + 1, keys.check());
            var vault = new Vault(
                    store.id(), place.location(store.id()), random, sealed, fresh, keys, List.of(keys.anchor()));
            vault.first = Optional.of(Commit.builder()
                    .put(Table.META, VaultState.KEY, fresh.encode())
                    .build());
            return vault;
        }

        private Vault open(Store store, KeyPlace place, SecureRandom random, VaultState known, List<byte[]> masters) {
            VaultKeys keys = matching(masters, store.id(), known.check());
            if (keys == null && !masters.isEmpty()) {
                throw new StoreException(
                        StoreException.Kind.KEY,
                        "the key in " + place.location(store.id()) + " is not the key of the store at "
                                + store.location() + " (store id " + store.id() + "). Bring back the right one, for"
                                + " instance from a backup with passphrase; or move the wrong one away, start without it,"
                                + " and issue PINs anew");
            }
            var anchorKeys = new ArrayList<SecretKey>();
            if (keys != null) {
                anchorKeys.add(keys.anchor());
                masters.forEach(master ->
                        anchorKeys.add(VaultKeys.derive(master, store.id()).anchor()));
            }
            var vault = new Vault(
                    store.id(), place.location(store.id()), random, sealed, known, keys, List.copyOf(anchorKeys));
            vault.leftovers = keys != null && masters.size() > 1;
            return vault;
        }
    }

    private static @Nullable VaultKeys matching(List<byte[]> masters, String storeId, String check) {
        for (byte[] master : masters) {
            VaultKeys keys = VaultKeys.derive(master, storeId);
            if (keys.check().equals(check)) {
                return keys;
            }
        }
        return null;
    }

    private static byte[] newKey(SecureRandom random) {
        byte[] key = new byte[KeyPlace.KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    /** What must be committed before anything else, for a new store. */
    public Optional<Commit> firstCommit() {
        return first;
    }

    /** Why nothing can be sealed or opened, for people; absent when it can. */
    public synchronized Optional<String> locked() {
        return keys != null
                ? Optional.empty()
                : Optional.of("the vault key is missing: it should be at " + keyLocation
                        + ". Revocations, history and plans work; PINs must be issued anew, or the key brought back");
    }

    private VaultKeys open() {
        VaultKeys current = keys;
        if (current == null) {
            throw new StoreException(StoreException.Kind.KEY, locked().orElseThrow());
        }
        return current;
    }

    /** Seals the secret in place of what the reference had. The secret stays the caller's. */
    public synchronized void seal(Commit.Builder commit, SecretRef.OfSecret ref, Secret secret) {
        byte[] plain = SecretPlaintext.of(secret);
        try {
            sealBytes(commit, ref, plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** Seals bytes in place of what the reference had. */
    public synchronized void seal(Commit.Builder commit, SecretRef.OfBytes ref, byte[] value) {
        sealBytes(commit, ref, value);
    }

    private void sealBytes(Commit.Builder commit, SecretRef ref, byte[] plain) {
        byte[] value = Sealing.seal(open().vault(), state.generation(), storeId, ref, plain, random);
        sealed.put(ref.key(), value);
        if (ref instanceof SecretRef.OfCredential credential) {
            credentials.put(ref.key(), credential);
        }
        commit.put(Table.SECRET, ref.key(), value);
    }

    /**
     * A working copy of the secret, which the caller closes; absent when none is sealed.
     *
     * @throws StoreException of kind CORRUPT when the sealed value was altered, KEY when the vault is locked
     */
    public synchronized Optional<Secret> reveal(SecretRef.OfSecret ref) {
        Optional<byte[]> plain = openBytes(ref);
        if (plain.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(SecretPlaintext.read(plain.get())
                    .orElseThrow(() -> new StoreException(
                            StoreException.Kind.CORRUPT,
                            "the sealed value " + ref.key() + " holds no secret this version knows. Set it anew")));
        } finally {
            Arrays.fill(plain.get(), (byte) 0);
        }
    }

    /** Sealed bytes, as a copy; absent when there are none. */
    public synchronized Optional<byte[]> reveal(SecretRef.OfBytes ref) {
        return openBytes(ref);
    }

    private Optional<byte[]> openBytes(SecretRef ref) {
        byte[] value = sealed.get(ref.key());
        return value == null
                ? Optional.empty()
                : Optional.of(Sealing.open(open().vault(), state.generation(), storeId, ref, value));
    }

    /** Whether a value is sealed, readable or not. */
    public synchronized boolean holds(SecretRef ref) {
        return sealed.containsKey(ref.key());
    }

    /** The names of a driver's sealed values. */
    public synchronized SortedSet<String> driverSecrets(String driver) {
        var names = new TreeSet<String>();
        for (String key : sealed.keySet()) {
            if (SecretRef.parse(key).orElse(null) instanceof SecretRef.OfDriver ref
                    && ref.driver().equals(driver)) {
                names.add(ref.name());
            }
        }
        return names;
    }

    /** Erases a value, in memory now and on the disk with the commit. Works without the key. */
    public synchronized void erase(Commit.Builder commit, SecretRef ref) {
        credentials.remove(ref.key());
        if (sealed.remove(ref.key()) != null) {
            commit.delete(Table.SECRET, ref.key());
        }
    }

    /** How to put back, in memory, what the reference has now: for a change that is taken back before it is committed. */
    public synchronized Runnable asNow(SecretRef ref) {
        byte[] now = sealed.get(ref.key());
        return () -> putBack(ref, now);
    }

    private synchronized void putBack(SecretRef ref, byte @Nullable [] value) {
        if (value == null) {
            sealed.remove(ref.key());
            credentials.remove(ref.key());
        } else {
            sealed.put(ref.key(), value);
            if (ref instanceof SecretRef.OfCredential credential) {
                credentials.put(ref.key(), credential);
            }
        }
    }

    /**
     * Erases every credential's secret that nothing needs any more: no live grant, and no assignment that is not GONE (R48).
     * Works without the key.
     *
     * @return what was erased
     */
    public synchronized List<SecretRef.OfCredential> eraseUnneeded(
            Commit.Builder commit, Predicate<SecretRef.OfCredential> needed) {
        var erased = new ArrayList<SecretRef.OfCredential>();
        for (SecretRef.OfCredential ref : credentials.values()) {
            if (!needed.test(ref)) {
                erased.add(ref);
            }
        }
        erased.forEach(ref -> erase(commit, ref));
        return erased;
    }

    /** The fingerprint of a secret in a slot (R8). */
    public synchronized Fingerprint fingerprint(Slot slot, Secret secret) {
        return fingerprint(state.generation(), open().fingerprint(), slot, secret);
    }

    /** Whether the fingerprint is of this secret in this slot, also when the key was rotated since. */
    public synchronized Fingerprint.Match compare(Fingerprint known, Slot slot, Secret secret) {
        Optional<SecretKey> key = fingerprintKey(known.generation());
        if (key.isEmpty()) {
            return Fingerprint.Match.UNKNOWN;
        }
        Fingerprint computed = fingerprint(known.generation(), key.get(), slot, secret);
        return MessageDigest.isEqual(
                        HexFormat.of().parseHex(computed.digest()),
                        HexFormat.of().parseHex(known.digest()))
                ? Fingerprint.Match.SAME
                : Fingerprint.Match.DIFFERENT;
    }

    private Optional<SecretKey> fingerprintKey(int generation) {
        VaultKeys current = keys;
        if (current != null && generation == state.generation()) {
            return Optional.of(current.fingerprint());
        }
        return Optional.ofNullable(keyring.all().get(generation)).map(Retired::fingerprint);
    }

    private static Fingerprint fingerprint(int generation, SecretKey key, Slot slot, Secret secret) {
        byte[] bytes = secret.copyBytes();
        byte[] message = new Fields("lockcred fingerprint 1")
                .text(slot.lock().value())
                .text(slot.kind().name())
                .number(slot.index())
                .bytes(bytes)
                .toBytes();
        Arrays.fill(bytes, (byte) 0);
        try {
            return new Fingerprint(generation, HexFormat.of().formatHex(Hkdf.hmac(key, message)));
        } finally {
            Arrays.fill(message, (byte) 0);
        }
    }

    /** What may be known of a secret for comparing it with others, without its digits. */
    public synchronized SecretTraits traits(Secret secret) {
        SecretKey key = open().equality();
        byte[] bytes = secret.copyBytes();
        long[] prefixes = new long[bytes.length];
        for (int length = 1; length <= bytes.length; length++) {
            byte[] prefix = Arrays.copyOf(bytes, length);
            byte[] message = new Fields("lockcred equality 1")
                    .text(secret.kind().name())
                    .bytes(prefix)
                    .toBytes();
            byte[] mac = Hkdf.hmac(key, message);
            for (int i = 0; i < Long.BYTES; i++) {
                prefixes[length - 1] = prefixes[length - 1] << 8 | mac[i] & 0xFF;
            }
            Arrays.fill(prefix, (byte) 0);
            Arrays.fill(message, (byte) 0);
        }
        Arrays.fill(bytes, (byte) 0);
        return new SecretTraits(secret.kind(), prefixes);
    }

    /** The keys that chain the audit log, as of now: ask again after {@link #rotate} and {@link #startAnew}. */
    public synchronized AuditKeys auditKeys() {
        VaultKeys current = keys;
        if (current == null) {
            return AuditKeys.none();
        }
        var byFirst = new TreeMap<Long, SecretKey>();
        keyring.all().values().forEach(retired -> byFirst.put(retired.auditFrom(), retired.audit()));
        byFirst.put(state.auditFrom(), current.audit());
        return new AuditKeys(byFirst);
    }

    /**
     * The keys that may have authenticated the anchor, the one in use first: none while locked, several when a rotation was cut
     * short.
     */
    synchronized List<SecretKey> anchorKeys() {
        return anchorKeys;
    }

    /** Which key the store is under, counted from 1. */
    public synchronized int generation() {
        return state.generation();
    }

    /**
     * Begins to replace the key: draws a new one, keeps it beside the old in the key place, and seals everything anew. The
     * commit must become durable before anything that is sealed afterwards; then {@link #finishRotation} forgets the old key.
     * A crash in between leaves a store that opens, under the one key or the other.
     *
     * @param nextAudit the sequence of the next audit entry, the first under the new key
     */
    public synchronized Commit rotate(KeyPlace place, long nextAudit) {
        VaultKeys old = open();
        leftovers = false; // finishRotation sees to them
        List<byte[]> masters = place.keys(storeId);
        byte[] oldMaster = masters.stream()
                .filter(master -> matching(List.of(master), storeId, old.check()) != null)
                .findFirst()
                .orElseThrow(() -> new StoreException(
                        StoreException.Kind.KEY,
                        "the key in " + place.location(storeId)
                                + " has been changed since this began: nothing is rotated." + " Restart first"));
        byte[] newMaster = newKey(random);
        place.saveKeys(storeId, List.of(newMaster, oldMaster));
        VaultKeys fresh = VaultKeys.derive(newMaster, storeId);
        masters.forEach(master -> Arrays.fill(master, (byte) 0));
        Arrays.fill(newMaster, (byte) 0);

        int oldGeneration = state.generation();
        keyring.add(new Retired(oldGeneration, state.auditFrom(), old.fingerprint(), old.audit()));
        state = new VaultState(oldGeneration + 1, nextAudit, fresh.check());
        keys = fresh;
        anchorKeys = List.of(fresh.anchor(), old.anchor());
        var commit = Commit.builder().put(Table.META, VaultState.KEY, state.encode());
        for (String key : List.copyOf(sealed.keySet())) {
            SecretRef.parse(key)
                    .filter(ref -> !(ref instanceof SecretRef.Keyring))
                    .ifPresent(ref -> reseal(commit, ref, old, oldGeneration));
        }
        byte[] ring = keyring.encode();
        sealBytes(commit, new SecretRef.Keyring(), ring);
        Arrays.fill(ring, (byte) 0);
        return commit.build();
    }

    private void reseal(Commit.Builder commit, SecretRef ref, VaultKeys old, int oldGeneration) {
        byte[] value = Objects.requireNonNull(sealed.get(ref.key()));
        byte[] plain = Sealing.open(old.vault(), oldGeneration, storeId, ref, value);
        sealBytes(commit, ref, plain);
        Arrays.fill(plain, (byte) 0);
    }

    /**
     * Forgets the keys that a rotation which was cut short, or a restore, left beside the one in use. Called when the anchor has
     * been written under that one; not while a rotation is under way.
     */
    synchronized void forgetLeftovers(KeyPlace place) {
        if (leftovers) {
            leftovers = false;
            finishRotation(place);
        }
    }

    /** Forgets every key but the one in use: after the rotation's commit is durable. */
    public synchronized void finishRotation(KeyPlace place) {
        VaultKeys current = open();
        List<byte[]> masters = place.keys(storeId);
        if (masters.size() > 1) {
            place.saveKeys(
                    storeId,
                    masters.stream()
                            .filter(master -> matching(List.of(master), storeId, current.check()) != null)
                            .toList());
        }
        masters.forEach(master -> Arrays.fill(master, (byte) 0));
    }

    /**
     * Begins to give up a lost key: what was sealed is erased, fingerprints of that time cannot be compared any more, and
     * audit entries of that time cannot be verified. When the commit is durable, {@link #finishAnew} keeps a new key and
     * unlocks the vault; a crash in between leaves it locked, and this is done again.
     *
     * @param nextAudit the sequence of the next audit entry, the first under the new key
     * @throws IllegalStateException when the vault is not locked
     */
    public synchronized Commit startAnew(long nextAudit) {
        if (keys != null) {
            throw new IllegalStateException("the vault has its key: rotate it instead");
        }
        byte[] master = newKey(random);
        VaultKeys fresh = VaultKeys.derive(master, storeId);
        var commit = Commit.builder();
        sealed.keySet().forEach(key -> commit.delete(Table.SECRET, key));
        sealed.clear();
        credentials.clear();
        state = new VaultState(state.generation() + 1, nextAudit, fresh.check());
        anew = master;
        return commit.put(Table.META, VaultState.KEY, state.encode()).build();
    }

    /** Keeps the new key and unlocks the vault: after the commit of {@link #startAnew} is durable. */
    public synchronized void finishAnew(KeyPlace place) {
        byte[] master = anew;
        if (master == null) {
            throw new IllegalStateException("nothing was started anew");
        }
        place.saveKeys(storeId, List.of(master));
        VaultKeys fresh = VaultKeys.derive(master, storeId);
        Arrays.fill(master, (byte) 0);
        anew = null;
        keys = fresh;
        anchorKeys = List.of(fresh.anchor());
    }

    /** How many values are sealed: never what. */
    @Override
    public synchronized String toString() {
        return "Vault[" + (keys == null ? "locked, " : "") + sealed.size() + " sealed]";
    }
}
