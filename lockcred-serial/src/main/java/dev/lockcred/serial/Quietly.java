// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.serial;

import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what is given up anyway. */
final class Quietly {
    private static final Logger logger = LoggerFactory.getLogger(Quietly.class);

    private Quietly() {}

    static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            logger.debug("closing {} failed", closeable, e);
        }
    }
}
