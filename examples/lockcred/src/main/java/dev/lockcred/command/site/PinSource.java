// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Where a PIN comes from, for people who bring their own. Never the PIN.
 *
 * @param env the environment variable that holds it
 * @param file the file that holds it
 */
public record PinSource(Optional<At<String>> env, Optional<At<String>> file, Mark mark) {

    private static final Shape<PinSource> SECTION = Shapes.section("pin", "`pin`", PinSource::new);

    /** As {@link #SECTION}, but digits in its place are told apart and never shown. */
    static final Shape<PinSource> SHAPE = new Shape<>() {
        @Override
        public PinSource read(Node node, Problems problems) {
            if (node instanceof Node.Mapping) {
                PinSource source = SECTION.read(node, problems);
                if (source.env.isPresent() == source.file.isPresent()) {
                    problems.addSecret(node.mark(), "`pin` names one source: { env: VARIABLE } or { file: PATH }");
                }
                return source;
            }
            problems.addSecret(
                    node.mark(),
                    "a PIN never stands in the site file: write { env: VARIABLE } or { file: PATH } here, or leave"
                            + " `pin` out and set it with `lockcred pin USER`");
            return standIn();
        }

        @Override
        public PinSource standIn() {
            return SECTION.standIn();
        }

        @Override
        public ObjectNode schema(Schema schema) {
            return schema.reference("pin-source", () -> {
                ObjectNode object = schema.object("`pin`", PinSource::new);
                return object.put("minProperties", 1).put("maxProperties", 1);
            });
        }
    };

    private PinSource(Fields in) {
        this(
                in.optional("env", Shapes.one(Scalar.variable()), "the environment variable that holds it"),
                in.optional("file", Shapes.one(Scalar.pinFile()), "the file that holds it"),
                in.mark());
    }

    /** For people: {@code env ANNA_PIN}. */
    public String describe() {
        return env.map(e -> "env " + e.value())
                .orElseGet(() -> "file " + file.map(At::value).orElse("?"));
    }
}
