// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

/** What passed between host, co-processor and air, counted as the proxies of other hosts count it. */
public final class Traffic {

    int ashFromHost;
    int ashToHost;
    long bytesFromHost;
    long bytesToHost;
    int commands;
    int callbacks;
    int unicasts;
    int broadcasts;
    int incoming;

    Traffic() {}

    /**
     * Counts since a moment.
     *
     * @param ashFromHost frames, acknowledgements included
     * @param commands EZSP commands
     * @param callbacks what the co-processor said unasked
     * @param unicasts messages to nodes, itself included
     * @param incoming messages from nodes, itself included
     */
    public record Counts(
            int ashFromHost,
            int ashToHost,
            long bytesFromHost,
            long bytesToHost,
            int commands,
            int callbacks,
            int unicasts,
            int broadcasts,
            int incoming) {
        /** What was added since an earlier reading. */
        public Counts since(Counts earlier) {
            return new Counts(
                    ashFromHost - earlier.ashFromHost,
                    ashToHost - earlier.ashToHost,
                    bytesFromHost - earlier.bytesFromHost,
                    bytesToHost - earlier.bytesToHost,
                    commands - earlier.commands,
                    callbacks - earlier.callbacks,
                    unicasts - earlier.unicasts,
                    broadcasts - earlier.broadcasts,
                    incoming - earlier.incoming);
        }
    }

    /** The counts so far. */
    public Counts counts() {
        return new Counts(
                ashFromHost,
                ashToHost,
                bytesFromHost,
                bytesToHost,
                commands,
                callbacks,
                unicasts,
                broadcasts,
                incoming);
    }
}
