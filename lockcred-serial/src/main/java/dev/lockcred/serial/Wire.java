// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.serial;

import java.io.IOException;

/** An open line seen with blocking eyes. One thread reads, one writes, any thread closes. */
interface Wire {

    /**
     * Waits for bytes. Soon after {@link #startClosing} it returns or throws, whatever the other end does.
     *
     * @return how many bytes were put at the start of the buffer; 0 for none yet; -1 when the other end is gone
     */
    int read(byte[] buffer) throws IOException;

    /** Returns when the system has taken all the bytes. */
    void write(byte[] bytes) throws IOException;

    /** Says that the line will be closed, so that a read that is waiting returns soon. Idempotent, never blocks. */
    void startClosing();

    /** Gives the line back to the system and ends any write that is still waiting. Idempotent. */
    void close();

    /** What {@code -1} from {@link #read} means on this kind of line, for people. */
    String goneReason();
}
