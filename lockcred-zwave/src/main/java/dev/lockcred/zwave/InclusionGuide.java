// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import java.util.concurrent.CompletionStage;

/** The person who stands at the lock while it is included or excluded. Called on the driver's lane; returns at once. */
public interface InclusionGuide {

    /** The controller listens: now the lock is to be put into its learn mode. */
    void ready();

    /** A node answered. */
    default void found() {}

    /**
     * The first five digits of the device-specific key, as printed on the lock; asked for when the lock is granted a class
     * that is authenticated by them. A failed stage cancels the inclusion.
     *
     * @param rest the other seven groups, to be compared with the label
     */
    CompletionStage<String> dskPin(String rest);
}
