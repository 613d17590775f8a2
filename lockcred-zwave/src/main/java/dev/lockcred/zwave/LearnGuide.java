// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

/** The person who stands before a lock that learns a credential. Called on the driver's lane; returns at once. */
@FunctionalInterface
public interface LearnGuide {

    /**
     * The credential is to be shown now, or once more.
     *
     * @param left steps that are left, as the lock counts them
     * @param again whether the last one was not good enough
     */
    void step(int left, boolean again);
}
