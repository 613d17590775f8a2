// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit;

import dev.lockcred.testkit.Hostility.Slicing;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** What travels on a {@link Line}, and how it is divided, damaged and joined. */
interface Medium<T> {

    /** The chunks one write becomes; none for an empty write. */
    List<T> slices(T written, Slicing slicing, RandomGenerator random);

    /** A damaged copy. */
    T corrupted(T chunk, RandomGenerator random);

    /** What arrives when these come together. */
    List<T> joined(List<T> chunks);

    /** An own copy for the receiver. */
    T copy(T chunk);

    Medium<byte[]> BYTES = new Medium<>() {
        @Override
        public List<byte[]> slices(byte[] written, Slicing slicing, RandomGenerator random) {
            List<byte[]> slices = new ArrayList<>();
            int from = 0;
            while (from < written.length) {
                int rest = written.length - from;
                int size = switch (slicing) {
                    case WHOLE -> rest;
                    case BYTE_BY_BYTE -> 1;
                    case CUT -> 1 + random.nextInt(rest);
                };
                slices.add(Arrays.copyOfRange(written, from, from + size));
                from += size;
            }
            return slices;
        }

        @Override
        public byte[] corrupted(byte[] chunk, RandomGenerator random) {
            byte[] damaged = chunk.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            return damaged;
        }

        @Override
        public List<byte[]> joined(List<byte[]> chunks) {
            var all = new ByteArrayOutputStream();
            chunks.forEach(all::writeBytes);
            return List.of(all.toByteArray());
        }

        @Override
        public byte[] copy(byte[] chunk) {
            return chunk.clone();
        }
    };

    Medium<String> TEXT = new Medium<>() {
        @Override
        public List<String> slices(String written, Slicing slicing, RandomGenerator random) {
            if (slicing == Slicing.CUT && !written.isEmpty()) {
                return List.of(written.substring(0, random.nextInt(written.length())));
            }
            return List.of(written);
        }

        @Override
        public String corrupted(String chunk, RandomGenerator random) {
            if (chunk.isEmpty()) {
                return "?";
            }
            var damaged = new StringBuilder(chunk);
            int at = random.nextInt(chunk.length());
            char wrong = (char) (' ' + random.nextInt(95));
            damaged.setCharAt(at, wrong == chunk.charAt(at) ? '\u0000' : wrong);
            return damaged.toString();
        }

        @Override
        public List<String> joined(List<String> chunks) {
            return List.copyOf(chunks);
        }

        @Override
        public String copy(String chunk) {
            return chunk;
        }
    };
}
