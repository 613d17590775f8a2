// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.core.json.Json;
import dev.lockcred.core.json.Json.DocumentException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * How values of one type stand in a line of JSON. Reading throws {@link DocumentException}, or the {@link
 * IllegalArgumentException} of a value that refuses what it is given.
 */
interface Form<T> {

    JsonNode write(T value, Parcel parcel);

    T read(JsonNode node, Parcel parcel);

    /** Writes the fields of an object, one after the other. */
    final class Out {
        private final ObjectNode node = Json.object();
        private final Parcel parcel;

        Out(Parcel parcel) {
            this.parcel = parcel;
        }

        <V> Out put(String field, Form<V> form, V value) {
            node.set(field, form.write(value, parcel));
            return this;
        }

        ObjectNode node() {
            return node;
        }
    }

    /** Reads the fields of an object. */
    final class In {
        private final JsonNode node;
        private final Parcel parcel;

        In(JsonNode node, Parcel parcel) {
            if (!node.isObject()) {
                throw new DocumentException("an object is missing");
            }
            this.node = node;
            this.parcel = parcel;
        }

        <V> V get(String field, Form<V> form) {
            JsonNode value = node.get(field);
            if (value == null) {
                throw new DocumentException("'" + field + "' is missing");
            }
            return form.read(value, parcel);
        }
    }

    /** An object with named fields. */
    static <T> Form<T> of(BiConsumer<T, Out> writer, Function<In, T> reader) {
        return new Form<>() {
            @Override
            public JsonNode write(T value, Parcel parcel) {
                var out = new Out(parcel);
                writer.accept(value, out);
                return out.node();
            }

            @Override
            public T read(JsonNode node, Parcel parcel) {
                return reader.apply(new In(node, parcel));
            }
        };
    }

    /** A text that says it all. */
    static <T> Form<T> text(Function<T, String> writer, Function<String, T> reader) {
        return new Form<>() {
            @Override
            public JsonNode write(T value, Parcel parcel) {
                return Json.object().textNode(writer.apply(value));
            }

            @Override
            public T read(JsonNode node, Parcel parcel) {
                if (!node.isTextual()) {
                    throw new DocumentException("a text is missing");
                }
                return reader.apply(node.textValue());
            }
        };
    }

    static <E extends Enum<E>> Form<E> name(Class<E> type) {
        return text(Enum::name, name -> Enum.valueOf(type, name));
    }

    /** A value that is written and read as a tree. */
    static <T> Form<T> tree(Function<T, JsonNode> writer, Function<JsonNode, T> reader) {
        return new Form<>() {
            @Override
            public JsonNode write(T value, Parcel parcel) {
                return writer.apply(value);
            }

            @Override
            public T read(JsonNode node, Parcel parcel) {
                return reader.apply(node);
            }
        };
    }

    /** The value, or null in the line. */
    default Form<Optional<T>> optional() {
        Form<T> one = this;
        return new Form<>() {
            @Override
            public JsonNode write(Optional<T> value, Parcel parcel) {
                return value.isPresent() ? one.write(value.get(), parcel) : NullNode.getInstance();
            }

            @Override
            public Optional<T> read(JsonNode node, Parcel parcel) {
                return node.isNull() ? Optional.empty() : Optional.of(one.read(node, parcel));
            }
        };
    }

    default Form<List<T>> list() {
        Form<T> one = this;
        return new Form<>() {
            @Override
            public JsonNode write(List<T> value, Parcel parcel) {
                ArrayNode array = Json.array();
                value.forEach(v -> array.add(one.write(v, parcel)));
                return array;
            }

            @Override
            public List<T> read(JsonNode node, Parcel parcel) {
                if (!node.isArray()) {
                    throw new DocumentException("a list is missing");
                }
                List<T> all = new ArrayList<>();
                node.forEach(n -> all.add(one.read(n, parcel)));
                return all;
            }
        };
    }

    default Form<Set<T>> set() {
        return list().as(List::copyOf, LinkedHashSet::new);
    }

    /** Pairs in the order of the map. */
    static <K, V> Form<Map<K, V>> map(Form<K> keys, Form<V> values) {
        Form<Map.Entry<K, V>> entry = of(
                (e, o) -> o.put("key", keys, e.getKey()).put("value", values, e.getValue()),
                i -> Map.entry(i.get("key", keys), i.get("value", values)));
        return entry.list().as(m -> List.copyOf(m.entrySet()), all -> {
            var map = new LinkedHashMap<K, V>();
            all.forEach(e -> map.put(e.getKey(), e.getValue()));
            return map;
        });
    }

    /** Another type that is written as this one. */
    default <U> Form<U> as(Function<U, T> to, Function<T, U> from) {
        Form<T> inner = this;
        return new Form<>() {
            @Override
            public JsonNode write(U value, Parcel parcel) {
                return inner.write(to.apply(value), parcel);
            }

            @Override
            public U read(JsonNode node, Parcel parcel) {
                return from.apply(inner.read(node, parcel));
            }
        };
    }

    /** One of several kinds, told apart by a field {@code is}. */
    final class Kinds<T> implements Form<T> {
        private record Kind<T, S extends T>(String name, Class<S> type, Form<S> form) {
            ObjectNode write(T value, Parcel parcel) {
                ObjectNode node = (ObjectNode) form.write(type.cast(value), parcel);
                node.put("is", name);
                return node;
            }
        }

        private final List<Kind<T, ? extends T>> kinds = new ArrayList<>();

        <S extends T> Kinds<T> kind(Class<S> type, Form<S> form) {
            kinds.add(new Kind<>(type.getSimpleName(), type, form));
            return this;
        }

        /** A kind without fields. */
        <S extends T> Kinds<T> kind(Class<S> type, S value) {
            return kind(type, of((v, o) -> {}, i -> value));
        }

        /** The kinds it knows. */
        List<Class<? extends T>> types() {
            List<Class<? extends T>> all = new ArrayList<>();
            kinds.forEach(k -> all.add(k.type()));
            return all;
        }

        @Override
        public JsonNode write(T value, Parcel parcel) {
            for (Kind<T, ? extends T> kind : kinds) {
                if (kind.type().isInstance(value)) {
                    return kind.write(value, parcel);
                }
            }
            throw new IllegalStateException("a kind that nobody carries: " + value);
        }

        @Override
        public T read(JsonNode node, Parcel parcel) {
            String is = Json.text(node, "is");
            for (Kind<T, ? extends T> kind : kinds) {
                if (kind.name().equals(is)) {
                    return kind.form().read(node, parcel);
                }
            }
            throw new DocumentException("'" + is + "' is no kind this version knows");
        }
    }
}
