// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import java.util.List;

/** A piece of YAML and where it stands, before anybody asks what it means. */
sealed interface Node {

    Mark mark();

    /** What a person would call it. */
    String kind();

    /**
     * One value.
     *
     * @param text as written, without quotes
     * @param empty whether nothing was written, or {@code null}
     */
    record Scalar(String text, boolean empty, Mark mark) implements Node {
        @Override
        public String kind() {
            return empty ? "nothing" : "a single value";
        }
    }

    /** Keys and values, in the order written. */
    record Mapping(List<Entry> entries, Mark mark) implements Node {
        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public String kind() {
            return "keys and values";
        }
    }

    /** A list. */
    record Sequence(List<Node> items, Mark mark) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** One key with its value. */
    record Entry(String key, Mark mark, Node value) {}
}
