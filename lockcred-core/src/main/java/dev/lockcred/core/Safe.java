// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.CredentialId;
import dev.lockcred.LockId;
import dev.lockcred.Secret;
import dev.lockcred.Slot;
import dev.lockcred.UserId;
import dev.lockcred.core.history.AuditChain;
import dev.lockcred.core.history.AuditVerdict;
import dev.lockcred.core.history.AuditVerifier;
import dev.lockcred.core.store.AuditRecord;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.KeyPlace;
import dev.lockcred.core.store.Store;
import dev.lockcred.core.store.StoreHead;
import dev.lockcred.core.vault.Anchor;
import dev.lockcred.core.vault.AnchorKeeper;
import dev.lockcred.core.vault.Fingerprint;
import dev.lockcred.core.vault.SecretRef;
import dev.lockcred.core.vault.SecretRef.OfCredential;
import dev.lockcred.core.vault.SecretRef.OfDriver;
import dev.lockcred.core.vault.SecretRef.OfSecret;
import dev.lockcred.core.vault.SecretRef.OfTelephone;
import dev.lockcred.core.vault.SecretTraits;
import dev.lockcred.core.vault.Vault;
import dev.lockcred.spi.Timers;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vault, audit chain and anchor of one store, as the engine uses them: what cannot be opened is absent, never an exception in
 * the middle of something. Confined to the engine's lane, but for {@link #committed} and {@link #verify}.
 */
final class Safe {

    private static final Logger LOG = LoggerFactory.getLogger(Safe.class);

    private final Vault vault;
    private final AuditChain chain;
    private final AnchorKeeper anchor;
    private final KeyPlace place;

    private Safe(Vault vault, AuditChain chain, AnchorKeeper anchor, KeyPlace place) {
        this.place = place;
        this.vault = vault;
        this.chain = chain;
        this.anchor = anchor;
    }

    /** Opens them; on the store executor, after loading. */
    static Safe open(Vault.Loading loading, Store store, KeyPlace place, SecureRandom random, Timers timers) {
        Vault vault = loading.open(store, place, random);
        AnchorKeeper anchor = AnchorKeeper.open(
                store,
                place,
                vault,
                timers::now,
                e -> LOG.warn("The anchor beside the vault key cannot be written: a restore would not be noticed", e));
        return new Safe(vault, AuditChain.resume(store, vault), anchor, place);
    }

    /** Where the key and the anchor are kept. */
    KeyPlace place() {
        return place;
    }

    /** Begins to replace the key; see {@link Vault#rotate}. */
    Commit rotate() {
        return vault.rotate(place, chain.next());
    }

    /** The rotation's commit is durable. On the store executor. */
    void finishRotation() {
        vault.finishRotation(place);
    }

    /** Begins to give up a lost key; see {@link Vault#startAnew}. */
    Commit startAnew() {
        return vault.startAnew(chain.next());
    }

    /** The new beginning is durable. On the store executor. */
    void finishAnew() {
        vault.finishAnew(place);
    }

    Optional<Commit> firstCommit() {
        return vault.firstCommit();
    }

    /** Why secrets cannot be opened, for people; absent: they can. */
    Optional<String> locked() {
        return vault.locked();
    }

    void seal(OfSecret ref, Secret secret, Commit.Builder commit) {
        vault.seal(commit, ref, secret);
    }

    /** Gives a secret another reference; whether there was one. */
    boolean move(OfSecret from, OfSecret to, Commit.Builder commit) {
        Optional<Secret> secret = vault.reveal(from);
        if (secret.isEmpty()) {
            return false;
        }
        try (Secret copy = secret.get()) {
            vault.seal(commit, to, copy);
        }
        vault.erase(commit, from);
        return true;
    }

    /** Erases one secret, here and with the commit. */
    void erase(SecretRef ref, Commit.Builder commit) {
        vault.erase(commit, ref);
    }

    /** The secret, which the caller closes; absent when there is none or the vault is locked. */
    Optional<Secret> open(UserId user, CredentialId credential, int version) {
        return open(new OfCredential(user, credential, version));
    }

    /** The secret, which the caller closes; absent when there is none or the vault is locked. */
    Optional<Secret> open(OfSecret ref) {
        return vault.locked().isPresent() ? Optional.empty() : vault.reveal(ref);
    }

    /** Whether one is sealed, be it that it cannot be opened. */
    boolean holds(SecretRef ref) {
        return vault.holds(ref);
    }

    /** How to put back what the reference has now, should the edit fail. */
    Runnable asNow(SecretRef ref) {
        return vault.asNow(ref);
    }

    /** Erases what nothing needs any more (R48). */
    void eraseUnneeded(Commit.Builder commit, Predicate<OfCredential> needed) {
        vault.eraseUnneeded(commit, needed);
    }

    /** What can be compared without seeing digits. */
    Optional<SecretTraits> traits(Secret secret) {
        return vault.locked().isPresent() ? Optional.empty() : Optional.of(vault.traits(secret));
    }

    Optional<String> fingerprint(Slot slot, Secret secret) {
        return vault.locked().isPresent()
                ? Optional.empty()
                : Optional.of(vault.fingerprint(slot, secret).toString());
    }

    /** Whether the fingerprint is of this secret in this slot; absent: cannot be told. */
    Optional<Boolean> matches(String fingerprint, Slot slot, Secret secret) {
        return switch (vault.compare(Fingerprint.parse(fingerprint), slot, secret)) {
            case SAME -> Optional.of(true);
            case DIFFERENT -> Optional.of(false);
            case UNKNOWN -> Optional.empty();
        };
    }

    void seal(OfTelephone ref, byte[] number, Commit.Builder commit) {
        vault.seal(commit, ref, number);
    }

    /** The number; absent when there is none or the vault is locked. */
    Optional<byte[]> open(OfTelephone ref) {
        return vault.locked().isPresent() ? Optional.empty() : vault.reveal(ref);
    }

    void sealForDriver(String driver, String key, byte[] value, Commit.Builder commit) {
        vault.seal(commit, new OfDriver(driver, key), value);
    }

    Optional<byte[]> openForDriver(String driver, String key) {
        return vault.locked().isPresent() ? Optional.empty() : vault.reveal(new OfDriver(driver, key));
    }

    SortedSet<String> driverSecrets(String driver) {
        return vault.driverSecrets(driver);
    }

    void eraseForDriver(String driver, String key, Commit.Builder commit) {
        vault.erase(commit, new OfDriver(driver, key));
    }

    /** An owner mark for a user (R5): not secret, the same for the same user, never all ones. */
    OptionalInt mark(UserId user) {
        return OptionalInt.of(user.value().hashCode() & 0x7FFF_FFFE);
    }

    /** Chains an entry to those before; it must be committed. */
    AuditRecord append(
            Instant at,
            String actor,
            String act,
            Optional<LockId> lock,
            Optional<Slot> slot,
            Optional<UserId> user,
            String detail) {
        return chain.append(at, actor, act, lock, slot, user, detail);
    }

    /** Checks the whole chain; on the store executor. */
    AuditVerdict verify(Store store) {
        return AuditVerifier.verify(store, vault.auditKeys(), anchor.anchor());
    }

    /** A group of commits is durable: the anchor moves on. On the store executor. */
    void committed(StoreHead head) {
        anchor.committed(head);
    }

    /** Why nothing may be added (R47), for people. */
    Optional<Doubt> doubt() {
        Anchor.Standing standing = anchor.standing();
        if (standing != Anchor.Standing.TRUSTED) {
            return Optional.of(new Doubt(
                    true,
                    switch (standing) {
                        case RESTORED ->
                            "the store is older than this host remembers: it was restored from a backup."
                                    + " Nothing is added until a person says: lockcred confirm --store";
                        case MISSING ->
                            "the anchor of this store is missing beside its key: whether the store is"
                                    + " current cannot be told. If it is, say: lockcred confirm --store";
                        case FORGED ->
                            "the anchor of this store does not fit it: somebody changed one of them. Look at"
                                    + " lockcred audit verify; then say: lockcred confirm --store";
                        case TRUSTED -> throw new IllegalStateException("trusted");
                    }));
        }
        if (!anchor.clockTrusted()) {
            return Optional.of(new Doubt(
                    false,
                    "this host's clock is behind the latest time it ever showed. Nothing is added until it is set right,"
                            + " or a person says: lockcred confirm --clock"));
        }
        return Optional.empty();
    }

    void confirmStore() {
        anchor.confirmStore();
    }

    void confirmClock() {
        anchor.confirmClock();
    }

    /**
     * A reason for adding nothing.
     *
     * @param restored whether the store is in doubt; else the clock
     */
    record Doubt(boolean restored, String text) {}
}
