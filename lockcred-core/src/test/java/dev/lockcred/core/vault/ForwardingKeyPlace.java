// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.vault;

import dev.lockcred.core.store.KeyPlace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Hands everything on, but for what a test overrides. */
class ForwardingKeyPlace implements KeyPlace {

    private final KeyPlace place;

    ForwardingKeyPlace(KeyPlace place) {
        this.place = place;
    }

    @Override
    public List<byte[]> keys(String storeId) {
        return place.keys(storeId);
    }

    @Override
    public void saveKeys(String storeId, List<byte[]> keys) {
        place.saveKeys(storeId, keys);
    }

    @Override
    public Optional<String> anchor(String storeId) {
        return place.anchor(storeId);
    }

    @Override
    public void saveAnchor(String storeId, String anchor) {
        place.saveAnchor(storeId, anchor);
    }

    @Override
    public void requireOutside(String storeId, Path storeFolder) {
        place.requireOutside(storeId, storeFolder);
    }

    @Override
    public String location(String storeId) {
        return place.location(storeId);
    }
}
