// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.link;

import dev.lockcred.spi.TraceLine;
import java.util.function.Supplier;

/** Where the dump of the line goes. The text is built only when somebody reads it, and is redacted by the codec. */
@FunctionalInterface
public interface LinkTrace {

    /** A trace nobody reads. */
    LinkTrace NONE = (direction, text) -> {};

    void line(TraceLine.Direction direction, Supplier<String> text);
}
