// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Writes a JSON Schema (draft 2020-12) while sections ask for their keys. */
final class Schema {

    private final ObjectNode definitions = JsonNodeFactory.instance.objectNode();

    /** The schema of a site file. */
    static ObjectNode ofSiteFile() {
        var schema = new Schema();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "LockCred site file");
        root.put("description", "Who may open which door and when. Made from the records that read the file.");
        ObjectNode site = schema.object("a site file", SiteFile::new);
        site.properties().forEach(e -> root.set(e.getKey(), e.getValue()));
        root.set("$defs", schema.definitions);
        return root;
    }

    ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A reference to a definition, which is made at first use. */
    ObjectNode reference(String name, java.util.function.Supplier<ObjectNode> make) {
        if (!definitions.has(name)) {
            definitions.putObject(name); // before it is made: its own parts may refer to it
            definitions.set(name, make.get());
        }
        return node().put("$ref", "#/$defs/" + name);
    }

    /** The schema of a section. */
    ObjectNode object(String what, java.util.function.Function<Fields, ?> section) {
        ObjectNode object = node();
        object.put("type", "object");
        object.put("additionalProperties", false);
        ObjectNode properties = object.putObject("properties");
        var required = JsonNodeFactory.instance.arrayNode();
        var unused = section.apply(new Fields() {
            @Override
            public <R> Optional<R> optional(String key, Shape<R> shape, String meaning) {
                ObjectNode property = shape.schema(Schema.this);
                property.put("description", meaning);
                properties.set(key, property);
                return Optional.empty();
            }

            @Override
            public <R> R required(String key, Shape<R> shape, String meaning) {
                optional(key, shape, meaning);
                required.add(key);
                return shape.standIn();
            }

            @Override
            public Mark mark() {
                return Mark.NONE;
            }
        });
        if (!required.isEmpty()) {
            object.set("required", required);
        }
        object.put("title", what);
        return object;
    }
}
