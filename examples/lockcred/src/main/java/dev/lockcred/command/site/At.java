// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

/**
 * A value and where it stands.
 *
 * @param value what was written, understood
 * @param mark where
 */
public record At<T>(T value, Mark mark) {

    /** Whether it is a stand-in for something that could not be read; its mistake is told already. */
    boolean isStandIn() {
        return mark.isNone();
    }
}
