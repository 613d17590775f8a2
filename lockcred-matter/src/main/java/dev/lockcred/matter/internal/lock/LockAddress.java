// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.matter.internal.bridge.NodeId;

/**
 * Where a lock is on its bridge, written {@code node/endpoint}: {@code 1/1}, or {@code 4/3} for a lock behind a hub.
 *
 * @param endpoint 0..65535
 */
public record LockAddress(NodeId node, int endpoint) implements Comparable<LockAddress> {

    /**
     * Reads {@code node/endpoint}, both decimal.
     *
     * @throws IllegalArgumentException saying what an address looks like
     */
    public static LockAddress parse(String text) {
        int slash = text.indexOf('/');
        try {
            if (slash > 0 && text.chars().allMatch(c -> c == '/' || c >= '0' && c <= '9')) {
                int endpoint = Integer.parseInt(text.substring(slash + 1));
                if (endpoint <= 0xFFFF) {
                    return new LockAddress(NodeId.parse(text.substring(0, slash)), endpoint);
                }
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("'" + text
                + "' is no address of a Matter lock; one looks like 1/1: the node id, a slash, the endpoint");
    }

    @Override
    public int compareTo(LockAddress other) {
        int byNode = node.compareTo(other.node);
        return byNode != 0 ? byNode : Integer.compare(endpoint, other.endpoint);
    }

    @Override
    public String toString() {
        return node + "/" + endpoint;
    }
}
