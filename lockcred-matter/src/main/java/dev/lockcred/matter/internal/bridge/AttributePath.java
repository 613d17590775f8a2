// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.bridge;

import dev.lockcred.spi.support.MalformedFrameException;

/**
 * Where an attribute lives: {@code endpoint/cluster/attribute}, all decimal, such as {@code 1/257/0} for the lock state of
 * endpoint 1.
 *
 * @param endpoint 16 bits
 * @param cluster 32 bits, unsigned
 * @param attribute 32 bits, unsigned
 */
public record AttributePath(int endpoint, long cluster, long attribute) implements Comparable<AttributePath> {

    public AttributePath {
        if (endpoint < 0 || endpoint > 0xFFFF || outside32(cluster) || outside32(attribute)) {
            throw new IllegalArgumentException("no attribute path: " + endpoint + "/" + cluster + "/" + attribute);
        }
    }

    /** Reads {@code endpoint/cluster/attribute}. */
    public static AttributePath parse(String text) throws MalformedFrameException {
        long[] parts = new long[3];
        int part = 0;
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '/' && digits > 0 && part < 2) {
                part++;
                digits = 0;
            } else if (c >= '0' && c <= '9' && digits < 10) {
                parts[part] = parts[part] * 10 + (c - '0');
                digits++;
            } else {
                throw notAPath();
            }
        }
        if (part != 2 || digits == 0 || parts[0] > 0xFFFF || outside32(parts[1]) || outside32(parts[2])) {
            throw notAPath();
        }
        return new AttributePath((int) parts[0], parts[1], parts[2]);
    }

    private static MalformedFrameException notAPath() {
        return new MalformedFrameException("attribute path: expected endpoint/cluster/attribute in decimal digits");
    }

    private static boolean outside32(long value) {
        return value < 0 || value > 0xFFFF_FFFFL;
    }

    @Override
    public int compareTo(AttributePath other) {
        int byEndpoint = Integer.compare(endpoint, other.endpoint);
        if (byEndpoint != 0) {
            return byEndpoint;
        }
        int byCluster = Long.compare(cluster, other.cluster);
        return byCluster != 0 ? byCluster : Long.compare(attribute, other.attribute);
    }

    @Override
    public String toString() {
        return endpoint + "/" + cluster + "/" + attribute;
    }
}
