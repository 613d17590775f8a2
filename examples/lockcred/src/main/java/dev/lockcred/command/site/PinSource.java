// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Where a PIN or a programming code comes from, for people who bring their own. Never the digits.
 *
 * @param of what comes from there
 * @param env the environment variable that holds it
 * @param file the file that holds it
 */
public record PinSource(Of of, Optional<At<String>> env, Optional<At<String>> file, Mark mark) {

    /** What is brought. */
    public enum Of {
        PIN("pin", "PIN", "set it with `lockcred pin USER`"),
        PROGRAMMING_CODE("programming-code", "programming code", "tell it with `lockcred pin --programming-code LOCK`");

        private final String key;
        private final String words;
        private final String otherwise;

        Of(String key, String words, String otherwise) {
            this.key = key;
            this.words = words;
            this.otherwise = otherwise;
        }

        /** Its key in the file. */
        String key() {
            return key;
        }

        /** What it is called. */
        String words() {
            return words;
        }
    }

    /** A user's PIN, or a grant's. */
    static final Shape<PinSource> SHAPE = shape(Of.PIN);

    /** A lock's programming code. */
    static final Shape<PinSource> OF_PROGRAMMING_CODE = shape(Of.PROGRAMMING_CODE);

    private PinSource(Of of, Fields in) {
        this(
                of,
                in.optional("env", Shapes.one(Scalar.variable()), "the environment variable that holds it"),
                in.optional("file", Shapes.one(Scalar.pinFile()), "the file that holds it"),
                in.mark());
    }

    /** A section of its own, but digits in its place are told apart and never shown. */
    private static Shape<PinSource> shape(Of of) {
        Shape<PinSource> section = Shapes.section(of.key, "`" + of.key + "`", in -> new PinSource(of, in));
        return new Shape<>() {
            @Override
            public PinSource read(Node node, Problems problems) {
                if (node instanceof Node.Mapping) {
                    PinSource source = section.read(node, problems);
                    if (source.env.isPresent() == source.file.isPresent()) {
                        problems.addSecret(
                                node.mark(), "`" + of.key + "` names one source: { env: VARIABLE } or { file: PATH }");
                    }
                    return source;
                }
                problems.addSecret(
                        node.mark(),
                        "a " + of.words + " never stands in the site file: write { env: VARIABLE } or { file: PATH }"
                                + " here, or leave `" + of.key + "` out and " + of.otherwise);
                return standIn();
            }

            @Override
            public PinSource standIn() {
                return section.standIn();
            }

            @Override
            public ObjectNode schema(Schema schema) {
                return schema.reference("pin-source", () -> {
                    ObjectNode object = schema.object("where it comes from", in -> new PinSource(Of.PIN, in));
                    return object.put("minProperties", 1).put("maxProperties", 1);
                });
            }
        };
    }

    /** For people: {@code env ANNA_PIN}. */
    public String describe() {
        return env.map(e -> "env " + e.value())
                .orElseGet(() -> "file " + file.map(At::value).orElse("?"));
    }
}
