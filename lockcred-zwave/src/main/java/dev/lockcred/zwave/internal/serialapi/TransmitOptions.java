// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.serialapi;

/** The transmit options of SendData, a bit mask. */
public final class TransmitOptions {
    public static final int ACK = 0x01;
    public static final int LOW_POWER = 0x02;
    public static final int AUTO_ROUTE = 0x04;
    public static final int NO_ROUTE = 0x10;
    public static final int EXPLORE = 0x20;

    /** What ordinary commands use: acknowledged, any route, explorer frames as the last resort. */
    public static final int NORMAL = ACK | AUTO_ROUTE | EXPLORE;

    /** What must not be late, such as nonces: no explorer search, which takes seconds. */
    public static final int URGENT = ACK | AUTO_ROUTE;

    private TransmitOptions() {}
}
