// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads a section, and afterwards tells of the keys nobody asked for. */
final class NodeFields implements Fields {

    private final String what;
    private final Node.Mapping mapping;
    private final Problems problems;
    private final Map<String, Node> given = new LinkedHashMap<>();
    private final Map<String, String> asked = new LinkedHashMap<>();

    NodeFields(String what, Node.Mapping mapping, Problems problems) {
        this.what = what;
        this.mapping = mapping;
        this.problems = problems;
        for (Node.Entry entry : mapping.entries()) {
            given.putIfAbsent(entry.key(), entry.value());
        }
    }

    @Override
    public <R> Optional<R> optional(String key, Shape<R> shape, String meaning) {
        asked.put(key, meaning);
        Node node = given.get(key);
        return node == null ? Optional.empty() : Optional.of(shape.read(node, problems));
    }

    @Override
    public <R> R required(String key, Shape<R> shape, String meaning) {
        return optional(key, shape, meaning).orElseGet(() -> {
            problems.add(mark(), 0, what + " needs `" + key + "`: " + meaning);
            return shape.standIn();
        });
    }

    @Override
    public Mark mark() {
        return mapping.mark();
    }

    /** Tells of keys that are unknown. */
    void finish() {
        for (Node.Entry entry : mapping.entries()) {
            if (!asked.containsKey(entry.key())) {
                if (Excerpt.mayBePin(entry.key())) {
                    problems.addSecret(entry.mark(), "digits are no key here: a PIN never stands in the site file");
                    continue;
                }
                problems.add(
                        entry.mark(),
                        entry.key().length(),
                        "unknown key `" + Excerpt.printable(entry.key()) + "`"
                                + Words.suggest(entry.key(), asked.keySet()));
            }
        }
    }
}
