// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The shapes of which the sections are made. */
final class Shapes {

    private Shapes() {}

    /** A single value. */
    static <T> Shape<At<T>> one(Scalar<T> type) {
        return new Shape<>() {
            @Override
            public At<T> read(Node node, Problems problems) {
                if (!(node instanceof Node.Scalar scalar)) {
                    problems.add(node.mark(), 1, "expected " + type.name() + ", found " + node.kind());
                    return standIn();
                }
                if (scalar.empty()) {
                    problems.add(node.mark(), 0, "there is no value: write " + type.name() + ", or leave the key out");
                    return standIn();
                }
                try {
                    return new At<>(type.parse().apply(scalar.text()), scalar.mark());
                } catch (IllegalArgumentException e) {
                    problems.add(
                            scalar.mark(),
                            scalar.text().strip().length(),
                            Excerpt.printable(String.valueOf(e.getMessage())));
                    return standIn();
                }
            }

            @Override
            public At<T> standIn() {
                return new At<>(type.standIn(), Mark.NONE);
            }

            @Override
            public ObjectNode schema(Schema schema) {
                return type.schema().get();
            }
        };
    }

    /** A section with keys of its own. */
    static <R> Shape<R> section(String name, String what, Function<Fields, R> section) {
        return new Shape<>() {
            @Override
            public R read(Node node, Problems problems) {
                if (node instanceof Node.Scalar scalar && scalar.empty()) {
                    return readMapping(new Node.Mapping(List.of(), node.mark()), problems);
                }
                if (!(node instanceof Node.Mapping mapping)) {
                    problems.add(node.mark(), 1, "expected the keys of " + what + ", found " + node.kind());
                    return standIn();
                }
                return readMapping(mapping, problems);
            }

            private R readMapping(Node.Mapping mapping, Problems problems) {
                var fields = new NodeFields(what, mapping, problems);
                R result = section.apply(fields);
                fields.finish();
                return result;
            }

            @Override
            public R standIn() {
                return section.apply(new StandInFields());
            }

            @Override
            public ObjectNode schema(Schema schema) {
                return schema.reference(name, () -> schema.object(what, section));
            }
        };
    }

    /** A section that has other keys depending on one of them. */
    static <R> Shape<R> byType(String key, String what, Map<String, Function<Fields, R>> sections, R standIn) {
        return new Shape<>() {
            @Override
            public R read(Node node, Problems problems) {
                if (!(node instanceof Node.Mapping mapping)) {
                    problems.add(node.mark(), 1, "expected the keys of " + what + ", found " + node.kind());
                    return standIn;
                }
                Node.Entry type = mapping.entries().stream()
                        .filter(e -> e.key().equals(key))
                        .findFirst()
                        .orElse(null);
                if (type == null) {
                    problems.add(
                            mapping.mark(),
                            0,
                            what + " needs `" + key + "`, one of " + String.join(", ", sections.keySet()));
                    return standIn;
                }
                String text = type.value() instanceof Node.Scalar scalar ? scalar.text() : "";
                Function<Fields, R> section = sections.get(text);
                if (section == null) {
                    problems.add(
                            type.value().mark(),
                            text.length(),
                            "unknown " + key + " `" + Excerpt.printable(text) + "` of " + what
                                    + Words.suggest(text, sections.keySet()));
                    return standIn;
                }
                var fields = new NodeFields(what + " of the type " + text, mapping, problems);
                R result = section.apply(fields);
                fields.optional(key, one(Scalar.text("the type")), "which kind of " + what);
                fields.finish();
                return result;
            }

            @Override
            public R standIn() {
                return standIn;
            }

            @Override
            public ObjectNode schema(Schema schema) {
                ObjectNode choice = schema.node();
                var all = choice.putArray("oneOf");
                sections.forEach((name, section) ->
                        all.add(schema.reference(what.substring(what.indexOf(' ') + 1) + "-" + name, () -> {
                            ObjectNode object = schema.object(what + " of the type " + name, section);
                            object.withObjectProperty("properties")
                                    .putObject(key)
                                    .put("const", name);
                            object.withArrayProperty("required").add(key);
                            return object;
                        })));
                return choice;
            }
        };
    }

    /** A list. */
    static <R> Shape<List<R>> list(Shape<R> item) {
        return list(item, false);
    }

    /** A list, or one alone. */
    static <R> Shape<List<R>> oneOrMore(Shape<R> item) {
        return list(item, true);
    }

    private static <R> Shape<List<R>> list(Shape<R> item, boolean alone) {
        return new Shape<>() {
            @Override
            public List<R> read(Node node, Problems problems) {
                if (node instanceof Node.Sequence sequence) {
                    List<R> items = new ArrayList<>();
                    sequence.items().forEach(n -> items.add(item.read(n, problems)));
                    if (alone && items.isEmpty()) {
                        problems.add(node.mark(), 0, "the list is empty: name at least one, or leave the key out");
                    }
                    return items;
                }
                if (!alone && node instanceof Node.Scalar scalar && scalar.empty()) {
                    return List.of();
                }
                if (alone) {
                    return List.of(item.read(node, problems));
                }
                problems.add(node.mark(), 1, "expected a list, found " + node.kind());
                return List.of();
            }

            @Override
            public List<R> standIn() {
                return List.of();
            }

            @Override
            public ObjectNode schema(Schema schema) {
                ObjectNode list = schema.node().put("type", "array");
                list.set("items", item.schema(schema));
                if (!alone) {
                    return nullable(list);
                }
                list.put("minItems", 1);
                ObjectNode either = schema.node();
                either.putArray("oneOf").add(item.schema(schema)).add(list);
                return either;
            }
        };
    }

    /** A table of names of the writer's choosing. */
    static <R> Shape<Map<String, Keyed<R>>> table(Scalar<String> keys, Shape<R> value) {
        return new Shape<>() {
            @Override
            public Map<String, Keyed<R>> read(Node node, Problems problems) {
                Map<String, Keyed<R>> table = new LinkedHashMap<>();
                if (node instanceof Node.Scalar scalar && scalar.empty()) {
                    return table;
                }
                if (!(node instanceof Node.Mapping mapping)) {
                    problems.add(node.mark(), 1, "expected names with what belongs to them, found " + node.kind());
                    return table;
                }
                for (Node.Entry entry : mapping.entries()) {
                    try {
                        var unused = keys.parse().apply(entry.key());
                    } catch (IllegalArgumentException e) {
                        problems.add(
                                entry.mark(), entry.key().length(), Excerpt.printable(String.valueOf(e.getMessage())));
                    }
                    R read = value.read(entry.value(), problems);
                    table.putIfAbsent(entry.key(), new Keyed<>(new At<>(entry.key(), entry.mark()), read));
                }
                return table;
            }

            @Override
            public Map<String, Keyed<R>> standIn() {
                return Map.of();
            }

            @Override
            public ObjectNode schema(Schema schema) {
                ObjectNode table = schema.node().put("type", "object");
                table.set("propertyNames", keys.schema().get());
                table.set("additionalProperties", value.schema(schema));
                return nullable(table);
            }
        };
    }

    /** Either of two: a section where keys are written, else the other. */
    static <R> Shape<R> either(Shape<R> plain, Shape<R> section) {
        return new Shape<>() {
            @Override
            public R read(Node node, Problems problems) {
                return (node instanceof Node.Mapping ? section : plain).read(node, problems);
            }

            @Override
            public R standIn() {
                return plain.standIn();
            }

            @Override
            public ObjectNode schema(Schema schema) {
                ObjectNode either = schema.node();
                either.putArray("oneOf").add(plain.schema(schema)).add(section.schema(schema));
                return either;
            }
        };
    }

    /** The same value in other words. */
    static <R, S> Shape<S> as(Shape<R> shape, Function<R, S> change) {
        return new Shape<>() {
            @Override
            public S read(Node node, Problems problems) {
                return change.apply(shape.read(node, problems));
            }

            @Override
            public S standIn() {
                return change.apply(shape.standIn());
            }

            @Override
            public ObjectNode schema(Schema schema) {
                return shape.schema(schema);
            }
        };
    }

    /** YAML has "nothing" where a key stands without a value, as when the last entry of a list was removed. */
    private static ObjectNode nullable(ObjectNode plain) {
        String type = plain.path("type").asText();
        plain.putArray("type").add(type).add("null");
        return plain;
    }
}
