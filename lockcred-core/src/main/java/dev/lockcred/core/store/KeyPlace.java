// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the vault's key and the anchor of a store are kept: apart from the store, so that who steals the one has not got the
 * other. Both are small, and every write is atomic and durable when it returns.
 *
 * <p>Thread-safe. Every method throws {@link StoreException} of kind {@link StoreException.Kind#KEY} (or what the file system
 * reported) when the place cannot be used.
 */
public interface KeyPlace {

    /** The size of a key in bytes. */
    int KEY_BYTES = 32;

    /**
     * The keys of the store, the newest first: none when there never was one or it is gone, two while a rotation is under way.
     *
     * @return arrays that belong to the caller, who wipes them
     */
    List<byte[]> keys(String storeId);

    /** Keeps these keys in place of all earlier ones. The arrays stay the caller's. */
    void saveKeys(String storeId, List<byte[]> keys);

    /** The anchor of the store, one line of text. */
    Optional<String> anchor(String storeId);

    /** Keeps this anchor in place of the earlier one. */
    void saveAnchor(String storeId, String anchor);

    /**
     * Refuses to be used for a store in this folder when the key would stand in or below it.
     *
     * @throws StoreException of kind KEY
     */
    void requireOutside(String storeId, Path storeFolder);

    /** For people: where the key of the store is or would be. */
    String location(String storeId);
}
