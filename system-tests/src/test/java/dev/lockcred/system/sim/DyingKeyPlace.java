// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.core.store.KeyPlace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A key place before whose writes, and behind them, the process may die. */
class DyingKeyPlace implements KeyPlace {

    private final KeyPlace inner;
    private final Runnable step;

    DyingKeyPlace(KeyPlace inner, Runnable step) {
        this.inner = inner;
        this.step = step;
    }

    @Override
    public List<byte[]> keys(String storeId) {
        return inner.keys(storeId);
    }

    @Override
    public void saveKeys(String storeId, List<byte[]> keys) {
        step.run();
        inner.saveKeys(storeId, keys);
        step.run();
    }

    @Override
    public Optional<String> anchor(String storeId) {
        return inner.anchor(storeId);
    }

    @Override
    public void saveAnchor(String storeId, String anchor) {
        step.run();
        inner.saveAnchor(storeId, anchor);
        step.run();
    }

    @Override
    public void requireOutside(String storeId, Path storeFolder) {
        inner.requireOutside(storeId, storeFolder);
    }

    @Override
    public String location(String storeId) {
        return inner.location(storeId);
    }
}
