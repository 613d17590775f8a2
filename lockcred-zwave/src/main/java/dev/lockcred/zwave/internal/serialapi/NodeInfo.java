// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.serialapi;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node says it is.
 *
 * @param basic basic device class
 * @param generic generic device class; 40 is entry control
 * @param specific specific device class; 03 of entry control is a secure keypad door lock
 * @param classes the list of command classes as it came
 */
public record NodeInfo(int basic, int generic, int specific, Octets classes) {

    private static final int MARK = 0xEF;

    /** Reads the three device classes and the list, all that is left. */
    static NodeInfo read(ByteReader in) throws MalformedFrameException {
        return new NodeInfo(
                in.u8("basic class"), in.u8("generic class"), in.u8("specific class"), Octets.of(in.rest()));
    }

    void write(ByteWriter out) {
        out.u8(basic).u8(generic).u8(specific).bytes(classes.toByteArray());
    }

    int length() {
        return 3 + classes.length();
    }

    /** The classes the node supports, in the order listed; an extended class is its two bytes as one number. */
    public List<Integer> supported() {
        return parse(classes);
    }

    /** The supported classes in any list of command classes: what stands before the mark EF. */
    public static List<Integer> parse(Octets list) {
        var ids = new ArrayList<Integer>();
        for (int i = 0; i < list.length() && list.at(i) != MARK; i++) {
            if (list.at(i) > 0xF0 && i + 1 < list.length()) {
                ids.add(list.at(i) << 8 | list.at(++i));
            } else {
                ids.add(list.at(i));
            }
        }
        return List.copyOf(ids);
    }
}
