// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** The memory of a simulated stick: home id, own node and node list at its head, noise behind. */
final class StickNvm {

    static final int SIZE = 16 * 1024;
    /** As the 500 series tells its size: a power of two. */
    static final int SIZE_POWER = 0x0E;

    private static final int MASK = 29;

    private final byte[] bytes = new byte[SIZE];

    StickNvm(long home, RandomGenerator random) {
        random.nextBytes(bytes);
        keep(home, new TreeSet<>());
    }

    void keep(long home, SortedSet<Integer> members) {
        var head = new ByteWriter();
        head.u32be(home).u8(ZWaveSimulator.CONTROLLER).bytes(mask(members));
        byte[] written = head.toByteArray();
        System.arraycopy(written, 0, bytes, 0, written.length);
    }

    static byte[] mask(SortedSet<Integer> members) {
        byte[] mask = new byte[MASK];
        mask[0] = 1; // the stick itself
        members.forEach(n -> mask[(n - 1) / 8] |= (byte) (1 << (n - 1) % 8));
        return mask;
    }

    long home() {
        try {
            return new ByteReader(bytes).u32be("home id");
        } catch (MalformedFrameException e) {
            throw new IllegalStateException("the memory is too short", e);
        }
    }

    SortedSet<Integer> members() {
        var all = new TreeSet<Integer>();
        for (int node = 2; node <= MASK * 8; node++) {
            if ((bytes[5 + (node - 1) / 8] >> (node - 1) % 8 & 1) != 0) {
                all.add(node);
            }
        }
        return all;
    }

    byte[] read(int offset, int length) {
        int from = Math.min(offset, SIZE);
        return Arrays.copyOfRange(bytes, from, Math.min(from + length, SIZE));
    }

    boolean write(int offset, byte[] data) {
        if (offset + data.length > SIZE) {
            return false;
        }
        System.arraycopy(data, 0, bytes, offset, data.length);
        return true;
    }
}
