// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import dev.lockcred.zwave.internal.cc.TransportService;
import dev.lockcred.zwave.internal.frame.Octets;
import java.util.BitSet;
import java.util.function.Consumer;

/** Puts the segments of one datagram together, and asks for what is missing. */
final class ByteAssembly {

    private int session = -1;
    private byte[] datagram = new byte[0];
    private final BitSet there = new BitSet();

    void take(TransportService segment, Consumer<Octets> answer, Consumer<Octets> whole) {
        if (segment instanceof TransportService.FirstSegment first) {
            session = first.session();
            datagram = new byte[first.size()];
            there.clear();
            put(0, first.payload());
        } else if (segment instanceof TransportService.NextSegment next && next.session() == session) {
            put(next.offset(), next.payload());
            boolean last = next.offset() + next.payload().length() == datagram.length;
            int missing = there.nextClearBit(0);
            if (missing < datagram.length) {
                if (last) {
                    answer.accept(new TransportService.Request(session, missing).encode());
                }
                return;
            }
        } else {
            return;
        }
        if (there.nextClearBit(0) >= datagram.length) {
            answer.accept(new TransportService.Complete(session).encode());
            session = -1;
            whole.accept(Octets.of(datagram));
        }
    }

    private void put(int offset, Octets payload) {
        byte[] bytes = payload.toByteArray();
        System.arraycopy(bytes, 0, datagram, offset, bytes.length);
        there.set(offset, offset + bytes.length);
    }
}
