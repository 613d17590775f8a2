// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.matter.internal.doorlock.DoorLockEvent;
import dev.lockcred.spi.support.MalformedFrameException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Garbage either decodes or is a {@link MalformedFrameException}; nothing else comes out. */
class BridgeCodecPropertyTest {

    private static final List<Captures.Frame> SERVER_FRAMES =
            Captures.frames().stream().filter(Captures.Frame::fromServer).toList();

    @Property
    void anyTextDecodesOrIsMalformed(@ForAll String text) {
        decode(text);
    }

    @Property(tries = 500)
    void aCutFrameIsMalformed(@ForAll("frame") Captures.Frame frame, @ForAll Random random) {
        String text = frame.json().toString();
        String cut = text.substring(0, random.nextInt(text.length()));

        assertThat(decode(cut)).isFalse();
    }

    @Property(tries = 3000)
    void aFrameWithOneValueReplacedDecodesOrIsMalformed(@ForAll("frame") Captures.Frame frame, @ForAll Random random) {
        JsonNode mutated = frame.json().deepCopy();
        mutate(mutated, random);

        decode(mutated.toString());
    }

    @Property
    void unsigned64BitNumbersSurvive(@ForAll long bits) throws Exception {
        var node = new NodeId(bits);

        assertThat(NodeId.of(Json.parse(Json.write(node.json())), "node")).isEqualTo(node);
        assertThat(NodeId.parse(node.toString())).isEqualTo(node);
    }

    @Property
    void anyAttributePathTextParsesToItselfOrIsMalformed(@ForAll("pathText") String text) {
        try {
            var path = AttributePath.parse(text);
            assertThat(AttributePath.parse(path.toString())).isEqualTo(path);
        } catch (MalformedFrameException e) {
            assertThat(e).hasMessageContaining("attribute path");
        }
    }

    @Property
    void anyErrorTextHasACause(@ForAll("errorText") String details) {
        assertThat(new BridgeError(0, details).cause()).isNotNull();
        assertThat(new BridgeError(0, details).summary()).isNotBlank();
    }

    @Provide
    Arbitrary<Captures.Frame> frame() {
        return Arbitraries.of(SERVER_FRAMES);
    }

    @Provide
    Arbitrary<String> pathText() {
        return Arbitraries.strings().withChars("0123456789/*").ofMaxLength(20);
    }

    @Provide
    Arbitrary<String> errorText() {
        return Arbitraries.strings().withChars("(code ;lustr0x19:/)Ab").ofMaxLength(40);
    }

    private static boolean decode(String text) {
        try {
            var message = BridgeMessage.decode(text);
            if (message instanceof BridgeMessage.Pushed pushed
                    && pushed.event() instanceof BridgeEvent.NodeEvent event) {
                DoorLockEvent.decode(event.eventId(), event.data());
            }
            return true;
        } catch (MalformedFrameException e) {
            assertThat(e.getMessage()).isNotBlank();
            return false;
        }
    }

    /** Replaces or removes one value somewhere in the tree. */
    private static void mutate(JsonNode tree, Random random) {
        if (tree instanceof ObjectNode object && !object.isEmpty()) {
            var names = new java.util.ArrayList<String>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(3) > 0 && object.get(name).isContainerNode()) {
                mutate(object.get(name), random);
            } else if (random.nextBoolean()) {
                object.remove(name);
            } else {
                object.set(name, junk(random));
            }
        } else if (tree instanceof ArrayNode array && !array.isEmpty()) {
            int index = random.nextInt(array.size());
            if (random.nextInt(3) > 0 && array.get(index).isContainerNode()) {
                mutate(array.get(index), random);
            } else {
                array.set(index, junk(random));
            }
        }
    }

    private static JsonNode junk(Random random) {
        var make = JsonNodeFactory.instance;
        return switch (random.nextInt(9)) {
            case 0 -> make.nullNode();
            case 1 -> make.textNode("junk");
            case 2 -> make.numberNode(-1);
            case 3 -> make.numberNode(java.math.BigInteger.ONE.shiftLeft(200));
            case 4 -> make.numberNode(1.5);
            case 5 -> make.booleanNode(true);
            case 6 -> make.arrayNode().add(1);
            case 7 -> make.objectNode();
            default -> make.numberNode(random.nextLong());
        };
    }
}
