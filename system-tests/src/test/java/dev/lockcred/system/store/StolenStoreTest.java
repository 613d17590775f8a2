// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.CredentialId;
import dev.lockcred.LockId;
import dev.lockcred.Pin;
import dev.lockcred.Slot;
import dev.lockcred.UserId;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.InMemoryKeyPlace;
import dev.lockcred.core.store.StoreException;
import dev.lockcred.core.store.Table;
import dev.lockcred.core.vault.SecretRef.OfCredential;
import dev.lockcred.core.vault.SecretRef.OfProgrammingCode;
import dev.lockcred.core.vault.Vault;
import dev.lockcred.jdbc.SqliteStore;
import dev.lockcred.testkit.Pins;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StolenStoreTest {

    /**
     * What leaks one leaks all. Each of many would be looked for among the sealed bytes of all: with sixty, the first eight
     * digits of some digest stood there by chance in one run of a hundred; with eight, in one of six thousand.
     */
    private static final int USERS = 8;

    @TempDir
    Path folder;

    @Test
    @DisplayName(
            "R7, R8: who steals the store finds no PIN in any file of it, nor anything computed from one without a key")
    void stolenStoreRevealsNoPin() {
        var random = new Random(1);
        try (StoreOnDisk disk = new StoreOnDisk(folder)) {
            for (int i = 0; i < USERS; i++) {
                Pin pin = Pins.random(6 + random.nextInt(3), random);
                UserId user = UserId.of("user-" + i);
                Slot slot = Slot.pin(LockId.of("front"), i);
                var commit = Commit.builder();
                disk.vault.seal(commit, new OfCredential(user, CredentialId.of("c-" + i), 1), pin);
                disk.vault.seal(
                        commit,
                        new OfProgrammingCode(LockId.of("lock-" + i)),
                        Pins.random(6 + random.nextInt(3), random));
                String fingerprint = disk.vault.fingerprint(slot, pin).toString();
                commit.put(Table.ASSIGNMENT, "a-" + i, fingerprint.getBytes(StandardCharsets.US_ASCII));
                commit.audit(disk.chain.append(
                        Instant.now(),
                        "system",
                        "code.written",
                        Optional.empty(),
                        Optional.of(slot),
                        Optional.of(user),
                        "confirmed by read-back"));
                disk.commit(commit.build());
            }
        }
        Pins.inspectFiles(folder);
    }

    @Test
    @DisplayName("a stolen store opens nothing without the key that stands elsewhere")
    void stolenStoreOpensNothing() {
        var ref = new OfCredential(UserId.of("anna"), CredentialId.of("c"), 1);
        try (StoreOnDisk disk = new StoreOnDisk(folder)) {
            var commit = Commit.builder();
            disk.vault.seal(commit, ref, Pins.pin("918273"));
            disk.commit(commit.build());
        }

        try (SqliteStore stolen = SqliteStore.at(folder.resolve("store"))) {
            var loading = new Vault.Loading();
            stolen.load(loading::takes);
            Vault vault = loading.open(stolen, new InMemoryKeyPlace(), new SecureRandom());

            assertThat(vault.locked()).isPresent();
            assertThatThrownBy(() -> vault.reveal(ref)).isInstanceOf(StoreException.class);
        }
    }
}
