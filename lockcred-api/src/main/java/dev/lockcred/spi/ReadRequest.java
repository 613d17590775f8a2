// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import dev.lockcred.CredentialKind;
import java.util.List;
import java.util.TreeSet;

/** What to read. */
public sealed interface ReadRequest {

    /** Some slots, each named. */
    record Slots(List<CredentialRef> refs) implements ReadRequest {
        public Slots {
            refs = List.copyOf(new TreeSet<>(refs));
            if (refs.isEmpty()) {
                throw new IllegalArgumentException("a read names at least one slot");
            }
        }
    }

    /** All slots of a kind from one index to another, both included. */
    record Range(CredentialKind kind, int from, int to) implements ReadRequest {
        public Range {
            if (from < 0 || to < from) {
                throw new IllegalArgumentException("range " + from + ".." + to + " is not one");
            }
        }
    }

    /** Everything the lock holds; may be expensive. */
    record Everything() implements ReadRequest {}

    static ReadRequest slot(CredentialRef ref) {
        return new Slots(List.of(ref));
    }
}
