// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

/**
 * What something cost, or will cost, on the way to the lock.
 *
 * @param messages application messages in both directions, as {@link CostModel#unit()} names them; acknowledgements of the
 *     radio are not counted
 */
public record Cost(int messages) {

    public static final Cost NONE = new Cost(0);

    public Cost {
        if (messages < 0) {
            throw new IllegalArgumentException("a cost is not negative");
        }
    }

    public Cost plus(Cost other) {
        return new Cost(messages + other.messages);
    }
}
