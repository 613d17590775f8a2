// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.vault;

import dev.lockcred.CredentialId;
import dev.lockcred.LockId;
import dev.lockcred.UserId;
import java.util.Objects;
import java.util.Optional;

/** What a sealed value is the value of. It is sealed together with this, so that no row can stand in for another. */
public sealed interface SecretRef {

    /** What a {@link dev.lockcred.Secret} is sealed under: with its kind, and in one size for all. */
    sealed interface OfSecret extends SecretRef {}

    /**
     * The secret of a credential.
     *
     * @param version counts the secrets the credential has had, from 1
     */
    record OfCredential(UserId user, CredentialId credential, int version) implements OfSecret {
        public OfCredential {
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(credential, "credential");
            if (version < 1) {
                throw new IllegalArgumentException("credential version " + version + " is below 1");
            }
        }

        @Override
        public String key() {
            return "credential/" + user + "/" + credential + "/" + version;
        }
    }

    /** What bytes are sealed under as they are. */
    sealed interface OfBytes extends SecretRef {}

    /** The code that opens a lock's own menu. */
    record OfProgrammingCode(LockId lock) implements OfSecret {
        public OfProgrammingCode {
            Objects.requireNonNull(lock, "lock");
        }

        @Override
        public String key() {
            return "lock/" + lock + "/programming-code";
        }
    }

    /**
     * What a driver wants kept secret.
     *
     * @param driver its name, without a slash
     * @param name the driver's own key
     */
    record OfDriver(String driver, String name) implements OfBytes {
        public OfDriver {
            if (driver.isEmpty() || driver.indexOf('/') >= 0) {
                throw new IllegalArgumentException("a driver's name is not empty and has no slash");
            }
            Objects.requireNonNull(name, "name");
        }

        @Override
        public String key() {
            return "driver/" + driver + "/" + name;
        }
    }

    /** A user's telephone number. */
    record OfTelephone(UserId user) implements OfBytes {
        public OfTelephone {
            Objects.requireNonNull(user, "user");
        }

        @Override
        public String key() {
            return "user/" + user + "/telephone";
        }
    }

    /** Keys of earlier generations, which what cannot be computed anew still needs. */
    record Keyring() implements SecretRef {
        @Override
        public String key() {
            return "keyring";
        }
    }

    /** The key of its document in {@link dev.lockcred.core.store.Table#SECRET}. */
    String key();

    /** Reads a {@link #key}; absent for one that is none of ours. */
    static Optional<SecretRef> parse(String key) {
        if (key.equals("keyring")) {
            return Optional.of(new Keyring());
        }
        String[] parts = key.split("/", -1);
        try {
            if (parts[0].equals("credential") && parts.length == 4) {
                return Optional.of(
                        new OfCredential(UserId.of(parts[1]), CredentialId.of(parts[2]), Integer.parseInt(parts[3])));
            }
            if (parts[0].equals("lock") && parts.length == 3 && parts[2].equals("programming-code")) {
                return Optional.of(new OfProgrammingCode(LockId.of(parts[1])));
            }
            if (parts[0].equals("user") && parts.length == 3 && parts[2].equals("telephone")) {
                return Optional.of(new OfTelephone(UserId.of(parts[1])));
            }
            if (parts[0].equals("driver") && parts.length > 2) {
                return Optional.of(new OfDriver(parts[1], key.substring(parts[0].length() + parts[1].length() + 2)));
            }
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not a key that this version writes
        }
        return Optional.empty();
    }
}
