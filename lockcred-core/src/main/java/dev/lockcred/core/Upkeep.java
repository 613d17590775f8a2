// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.core.backup.Backup;
import java.nio.file.Path;
import java.util.Optional;

/** Care for the store and its key. Every act is audited. */
public interface Upkeep {

    /**
     * Writes the store as it is now into one file, complete and for the owner alone, or not at all.
     *
     * @param passphrase seals the file, which then carries the vault's key; without one it carries nothing that opens a PIN. The
     *     array stays the caller's, who wipes it
     * @throws LockManagerException when the file cannot be written, saying why
     */
    Backup.Contents backup(Path file, Optional<char[]> passphrase);

    /**
     * Replaces the vault's key: everything is sealed anew under a fresh one, and the old one is forgotten. A crash in between
     * leaves a store that opens.
     *
     * @throws LockManagerException when the vault is locked
     */
    void rotateKey();

    /**
     * Gives up a lost key: PINs are gone from the vault and must be issued anew, codes in locks stay as they are. Only while the
     * vault is locked.
     *
     * @throws IllegalStateException when the vault has its key
     */
    void startVaultAnew();
}
