// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.CredentialId;
import dev.lockcred.LockId;
import dev.lockcred.Password;
import dev.lockcred.Pin;
import dev.lockcred.Secret;
import dev.lockcred.Slot;
import dev.lockcred.TagId;
import dev.lockcred.UserId;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.InMemoryStore;
import dev.lockcred.core.store.StoreException;
import dev.lockcred.core.store.Table;
import dev.lockcred.core.vault.Fingerprint.Match;
import dev.lockcred.core.vault.SecretRef.OfCredential;
import dev.lockcred.core.vault.SecretRef.OfDriver;
import dev.lockcred.core.vault.SecretRef.OfProgrammingCode;
import dev.lockcred.core.vault.SecretRef.OfSecret;
import dev.lockcred.testkit.Pins;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VaultTest {

    private static final OfCredential ANNA = ref("anna", 1);
    private static final OfCredential BEN = ref("ben", 1);
    private static final Slot SLOT = Slot.pin(LockId.of("front"), 3);

    private final World world = new World();
    private final Pin pin = Pins.pin("918273");

    static Stream<Secret> secrets() {
        return Stream.of(
                Pin.of("0042".toCharArray()),
                Pin.of("9".repeat(32).toCharArray()),
                Password.of(" aZ~9".toCharArray()),
                Password.of("x".repeat(64).toCharArray()),
                TagId.of(HexFormat.of().parseHex("00ff04a2")),
                TagId.of(new byte[64]));
    }

    @ParameterizedTest
    @MethodSource("secrets")
    @DisplayName("R6: every kind of secret comes back as it was, leading zeros and all, after a restart")
    void secretsComeBackAfterARestart(Secret secret) {
        seal(ANNA, secret);
        world.restart();

        try (Secret back = world.vault.reveal(ANNA).orElseThrow()) {
            assertThat(back).isEqualTo(secret);
        }
        assertThat(world.vault.reveal(BEN)).isEmpty();
    }

    @Test
    @DisplayName("R7: neither the sealed value nor its size tells the PIN")
    void sealedValueTellsNothing() {
        seal(ANNA, pin);
        seal(BEN, Pin.of("1234".toCharArray()));
        Fingerprint fingerprint = world.vault.fingerprint(SLOT, pin);

        var values = sealedValues();
        assertThat(values.get(ANNA.key())).hasSameSizeAs(values.get(BEN.key()));
        values.forEach((key, value) -> Pins.inspect("sealed value", key, value));
        Pins.inspect("what can be printed", world.vault, fingerprint, world.vault.traits(pin), ANNA, pin);
        world.store.load((table, key, value) -> Pins.inspect("the store", key, value));
    }

    @Test
    @DisplayName("the same PIN sealed twice looks different each time")
    void nonceIsNeverReused() {
        seal(ANNA, pin);
        byte[] first = sealedValues().get(ANNA.key());
        seal(ANNA, pin);

        assertThat(sealedValues().get(ANNA.key())).isNotEqualTo(first);
    }

    @Test
    @DisplayName(
            "R7: a lock's programming code is sealed as a PIN is, and a change that is taken back leaves it as it was")
    void programmingCodeIsSealedAndPutBack() {
        var front = new OfProgrammingCode(LockId.of("front"));
        assertThat(SecretRef.parse(front.key())).contains(front);
        seal(front, pin);
        world.restart();
        try (Secret back = world.vault.reveal(front).orElseThrow()) {
            assertThat(back).isEqualTo(pin);
        }
        seal(ANNA, pin);
        assertThat(sealedValues().get(front.key())).hasSameSizeAs(sealedValues().get(ANNA.key()));

        Runnable before = world.vault.asNow(front);
        Runnable annas = world.vault.asNow(ANNA);
        var abandoned = Commit.builder();
        world.vault.seal(abandoned, front, Pins.pin("660357"));
        before.run();
        try (Secret back = world.vault.reveal(front).orElseThrow()) {
            assertThat(back).isEqualTo(pin);
        }
        world.vault.erase(abandoned, front);
        before.run();
        assertThat(world.vault.holds(front)).isTrue();
        var other = new OfProgrammingCode(LockId.of("back"));
        Runnable nothing = world.vault.asNow(other);
        world.vault.seal(abandoned, other, pin);
        nothing.run();
        assertThat(world.vault.holds(other)).isFalse();
        world.vault.erase(abandoned, ANNA);
        annas.run();
        assertThat(world.vault.eraseUnneeded(abandoned, ref -> false)).containsExactly(ANNA);
    }

    @Test
    @DisplayName("a row cannot stand in for another: user, credential, version and store are sealed in")
    void rowsCannotBeSwapped() {
        seal(ANNA, pin);
        byte[] stolen = sealedValues().get(ANNA.key());
        for (OfSecret other : List.of(
                BEN,
                ref("anna", 2),
                new OfCredential(UserId.of("anna"), CredentialId.of("c-ben"), 1),
                new OfProgrammingCode(LockId.of("anna")))) {
            put(other.key(), stolen);
            Vault reloaded = world.load();
            assertThatThrownBy(() -> reloaded.reveal(other))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(other.key())
                    .hasMessageContaining("altered, or put in the place of another")
                    .satisfies(e -> Pins.inspect("message", e));
        }

        InMemoryStore elsewhere = InMemoryStore.create("store-2");
        world.place.saveKeys("store-2", world.place.keys("store-1"));
        var loading = new Vault.Loading();
        Vault foreign = loading.open(elsewhere, world.place, World.seeded());
        var again = new Vault.Loading();
        elsewhere.commit(List.of(foreign.firstCommit().orElseThrow()));
        elsewhere.commit(
                List.of(Commit.builder().put(Table.SECRET, ANNA.key(), stolen).build()));
        elsewhere.load(again::takes);
        Vault other = again.open(elsewhere, world.place, World.seeded());
        assertThatThrownBy(() -> other.reveal(ANNA)).hasMessageContaining("altered");
    }

    @Test
    void everyAlteredByteOfASealedValueIsNoticed() {
        seal(ANNA, pin);
        byte[] good = sealedValues().get(ANNA.key());
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            put(ANNA.key(), bad);
            assertThatThrownBy(() -> world.load().reveal(ANNA)).isInstanceOf(StoreException.class);
        }
        for (int length = 0; length < good.length; length++) {
            put(ANNA.key(), java.util.Arrays.copyOf(good, length));
            assertThatThrownBy(() -> world.load().reveal(ANNA)).isInstanceOf(StoreException.class);
        }
    }

    @Test
    @DisplayName(
            "R8: a fingerprint recognises a PIN in its slot after a restart, and tells it from any other PIN or slot")
    void fingerprintRecognises() {
        Fingerprint fingerprint =
                Fingerprint.parse(world.vault.fingerprint(SLOT, pin).toString());
        world.restart();

        assertThat(world.vault.compare(fingerprint, SLOT, pin)).isEqualTo(Match.SAME);
        assertThat(world.vault.compare(fingerprint, SLOT, Pins.pin("918274"))).isEqualTo(Match.DIFFERENT);
        for (Slot other : List.of(Slot.pin(LockId.of("front"), 4), Slot.pin(LockId.of("back"), 3))) {
            assertThat(world.vault.compare(fingerprint, other, pin)).isEqualTo(Match.DIFFERENT);
            assertThat(world.vault.fingerprint(other, pin)).isNotEqualTo(fingerprint);
        }
    }

    @Test
    @DisplayName("R8: the fingerprint is keyed: another store's key gives another one")
    void fingerprintIsKeyed() {
        InMemoryStore elsewhere = InMemoryStore.create("store-2");
        Vault other = new Vault.Loading().open(elsewhere, world.place, new java.security.SecureRandom());

        assertThat(other.fingerprint(SLOT, pin)).isNotEqualTo(world.vault.fingerprint(SLOT, pin));
    }

    @Test
    @DisplayName("R10: equal PINs and prefixes are seen without digits")
    void traitsCompareWithoutDigits() {
        var four = world.vault.traits(Pin.of("1234".toCharArray()));
        var same = world.vault.traits(Pin.of("1234".toCharArray()));
        var five = world.vault.traits(Pin.of("12345".toCharArray()));
        var zero = world.vault.traits(Pin.of("01234".toCharArray()));
        var word = world.vault.traits(Password.of("1234".toCharArray()));

        assertThat(four)
                .isEqualTo(same)
                .hasSameHashCodeAs(same)
                .isNotEqualTo(five)
                .isNotEqualTo(word);
        assertThat(four.begins(five)).isTrue();
        assertThat(four.begins(same)).isTrue();
        assertThat(five.begins(four)).isFalse();
        assertThat(four.begins(zero)).isFalse();
        assertThat(four.begins(word)).isFalse();
        assertThat(five.length()).isEqualTo(5);
    }

    @Test
    @DisplayName(
            "R48: what no live grant and no assignment needs is erased, from memory and from the store; the rest stays")
    void unneededSecretsAreErased() {
        seal(ANNA, pin);
        seal(BEN, pin);
        sealDriver("hall", "network-key", "0123456789abcdef");
        var commit = Commit.builder();

        var erased = world.vault.eraseUnneeded(commit, ref -> ref.equals(BEN));
        world.commit(commit.build());

        assertThat(erased).containsExactly(ANNA);
        assertThat(world.vault.reveal(ANNA)).isEmpty();
        assertThat(sealedValues().keySet()).containsExactly(BEN.key(), "driver/hall/network-key");
        world.restart();
        assertThat(world.vault.holds(ANNA)).isFalse();
        assertThat(world.vault.holds(BEN)).isTrue();
    }

    @Test
    void driversKeepSecretsByName() {
        sealDriver("hall", "key/with/slashes", "one");
        sealDriver("attic", "key", "two");
        world.restart();

        assertThat(world.vault.driverSecrets("hall")).containsExactly("key/with/slashes");
        assertThat(world.vault.reveal(new OfDriver("hall", "key/with/slashes")).orElseThrow())
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("one");
        var commit = Commit.builder();
        world.vault.erase(commit, new OfDriver("hall", "key/with/slashes"));
        assertThat(world.vault.driverSecrets("hall")).isEmpty();
    }

    @Test
    @DisplayName("key missing: the vault is locked and says so; erasing works, and a new key begins anew")
    void missingKeyLocksTheVault() {
        seal(ANNA, pin);
        seal(BEN, pin);
        Fingerprint old = world.vault.fingerprint(SLOT, pin);
        world.place.loseKeys("store-1");
        world.restart();

        assertThat(world.vault.locked().orElseThrow())
                .contains("key is missing")
                .contains("PINs must be issued anew");
        assertThat(world.vault.firstCommit()).isEmpty();
        assertThatThrownBy(() -> world.vault.reveal(ANNA)).hasMessageContaining("key is missing");
        assertThatThrownBy(() -> seal(ANNA, pin)).hasMessageContaining("key is missing");
        assertThatThrownBy(() -> world.vault.fingerprint(SLOT, pin)).hasMessageContaining("key is missing");
        assertThat(world.vault.compare(old, SLOT, pin)).isEqualTo(Match.UNKNOWN);
        var commit = Commit.builder();
        world.vault.erase(commit, ANNA);
        world.commit(commit.build());

        Commit anew = world.vault.startAnew(1);
        assertThat(world.vault.locked()).as("until the commit is durable").isPresent();
        world.commit(anew);
        world.vault.finishAnew(world.place);

        assertThat(world.vault.locked()).isEmpty();
        assertThat(sealedValues()).isEmpty();
        seal(ANNA, pin);
        world.restart();
        assertThat(world.vault.reveal(ANNA)).contains(pin);
        assertThat(world.vault.compare(old, SLOT, pin)).isEqualTo(Match.UNKNOWN);
    }

    @Test
    @DisplayName("a crash while a lost key is given up leaves a locked vault, and it can be done again")
    void crashWhileStartingAnewIsHarmless() {
        world.place.loseKeys("store-1");
        world.restart();
        world.commit(world.vault.startAnew(1));

        world.restart();

        assertThat(world.vault.locked()).isPresent();
        world.commit(world.vault.startAnew(1));
        world.vault.finishAnew(world.place);
        seal(ANNA, pin);
        world.restart();
        assertThat(world.vault.reveal(ANNA)).contains(pin);
    }

    @Test
    @DisplayName("wrong key: recognised before anything is read, and named")
    void wrongKeyIsRecognised() {
        seal(ANNA, pin);
        byte[] wrong = new byte[32];
        world.place.saveKeys("store-1", List.of(wrong));

        assertThatThrownBy(world::load)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.KEY))
                .hasMessageContaining("is not the key of the store at memory")
                .hasMessageContaining("store-1");
    }

    @Test
    @DisplayName("a new store whose first commit was lost opens with the key that was made for it")
    void crashBeforeTheFirstCommitKeepsTheKey() {
        var fresh = new World();
        List<byte[]> before = fresh.place.keys("store-1");
        fresh.store = InMemoryStore.create("store-1");

        fresh.start();

        assertThat(fresh.place.keys("store-1").get(0)).isEqualTo(before.get(0));
        assertThat(fresh.vault.locked()).isEmpty();
    }

    @Test
    @DisplayName(
            "key rotation: everything is sealed anew in one commit; fingerprints of before still recognise (R8, R22)")
    void rotationSealsEverythingAnew() {
        seal(ANNA, pin);
        seal(BEN, Pin.of("4711".toCharArray()));
        sealDriver("hall", "key", "secret");
        Fingerprint old = world.vault.fingerprint(SLOT, pin);
        byte[] oldKey = world.place.keys("store-1").get(0);
        var before = sealedValues();

        world.commit(world.vault.rotate(world.place, 1));
        world.vault.finishRotation(world.place);
        world.restart();

        assertThat(world.vault.generation()).isEqualTo(2);
        assertThat(world.place.keys("store-1")).hasSize(1);
        assertThat(world.place.keys("store-1").get(0)).isNotEqualTo(oldKey);
        before.forEach((key, value) -> assertThat(sealedValues().get(key)).isNotEqualTo(value));
        assertThat(world.vault.reveal(ANNA)).contains(pin);
        assertThat(world.vault.reveal(new OfDriver("hall", "key")).orElseThrow())
                .asString()
                .isEqualTo("secret");
        assertThat(world.vault.compare(old, SLOT, pin)).isEqualTo(Match.SAME);
        assertThat(world.vault.compare(old, SLOT, Pins.pin("918274"))).isEqualTo(Match.DIFFERENT);
        assertThat(world.vault.fingerprint(SLOT, pin).generation()).isEqualTo(2);
        assertThat(world.anchor.standing()).isEqualTo(Anchor.Standing.TRUSTED);

        world.commit(world.vault.rotate(world.place, 1));
        world.vault.finishRotation(world.place);
        world.restart();
        assertThat(world.vault.compare(old, SLOT, pin))
                .as("two rotations later")
                .isEqualTo(Match.SAME);

        world.place.saveKeys("store-1", List.of(oldKey));
        assertThatThrownBy(world::load).as("the old key opens nothing").isInstanceOf(StoreException.class);
    }

    @Test
    @DisplayName("a crash anywhere in a rotation leaves a store that opens, with its anchor trusted")
    void crashInARotationIsHarmless() {
        for (int stop = 0; stop < 4; stop++) {
            var w = new World();
            var commit = Commit.builder();
            w.vault.seal(commit, ANNA, pin);
            w.commit(commit.build());

            Commit rotation = w.vault.rotate(w.place, 1);
            if (stop >= 1) {
                w.store.commit(List.of(rotation));
            }
            if (stop >= 2) {
                w.anchor.committed(w.store.head());
            }
            if (stop >= 3) {
                w.vault.finishRotation(w.place);
            }
            w.restart();

            assertThat(w.vault.reveal(ANNA)).as("stop " + stop).contains(pin);
            assertThat(w.anchor.standing()).as("stop " + stop).isEqualTo(Anchor.Standing.TRUSTED);
            w.commit(Commit.builder().put(Table.SITE, "s", new byte[1]).build());
            assertThat(w.place.keys("store-1"))
                    .as("stop " + stop + ": the other key is forgotten once the anchor needs it no more")
                    .hasSize(1);
            w.restart();
            assertThat(w.vault.reveal(ANNA)).contains(pin);
            assertThat(w.anchor.standing()).isEqualTo(Anchor.Standing.TRUSTED);
        }
    }

    @Test
    void derivedKeysAreAllDifferent() {
        var keys = new ArrayList<String>();
        for (String storeId : List.of("a", "b")) {
            VaultKeys derived = VaultKeys.derive(new byte[32], storeId);
            for (var key : List.of(
                    derived.vault(), derived.fingerprint(), derived.equality(), derived.audit(), derived.anchor())) {
                keys.add(HexFormat.of().formatHex(key.getEncoded()));
            }
            keys.add(derived.check());
        }
        assertThat(keys).hasSize(12).doesNotHaveDuplicates();
    }

    private static OfCredential ref(String user, int version) {
        return new OfCredential(UserId.of(user), CredentialId.of("c-" + user), version);
    }

    private void seal(OfSecret ref, Secret secret) {
        var commit = Commit.builder();
        world.vault.seal(commit, ref, secret);
        world.commit(commit.build());
    }

    private void sealDriver(String driver, String name, String value) {
        var commit = Commit.builder();
        world.vault.seal(commit, new OfDriver(driver, name), value.getBytes(StandardCharsets.US_ASCII));
        world.commit(commit.build());
    }

    private void put(String key, byte[] value) {
        world.store.commit(
                List.of(Commit.builder().put(Table.SECRET, key, value).build()));
    }

    private TreeMap<String, byte[]> sealedValues() {
        var values = new TreeMap<String, byte[]>();
        world.store.load((table, key, value) -> {
            if (table == Table.SECRET) {
                values.put(key, value);
            }
        });
        return values;
    }
}
