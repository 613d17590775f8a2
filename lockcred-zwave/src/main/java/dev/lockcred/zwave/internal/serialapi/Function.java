// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.serialapi;

/** The Serial API functions a lock host uses; the numbers are those of the host API documents. */
public final class Function {
    public static final int INIT_DATA = 0x02;
    public static final int APPLICATION_COMMAND = 0x04;
    public static final int CONTROLLER_CAPABILITIES = 0x05;
    public static final int API_CAPABILITIES = 0x07;
    public static final int SOFT_RESET = 0x08;
    public static final int API_STARTED = 0x0A;
    public static final int SETUP = 0x0B;
    public static final int SEND_DATA = 0x13;
    public static final int LIBRARY_VERSION = 0x15;
    public static final int SEND_DATA_ABORT = 0x16;
    public static final int CONTROLLER_ID = 0x20;
    public static final int NVM_ID = 0x29;
    public static final int NVM_READ_BUFFER = 0x2A;
    public static final int NVM_WRITE_BUFFER = 0x2B;
    public static final int NVM_OPERATION = 0x2E;
    public static final int NVM_OPERATION_EXTENDED = 0x3D;
    public static final int NODE_PROTOCOL_INFO = 0x41;
    public static final int APPLICATION_UPDATE = 0x49;
    public static final int ADD_NODE = 0x4A;
    public static final int REMOVE_NODE = 0x4B;
    public static final int SUC_NODE_ID = 0x56;
    public static final int REQUEST_NODE_INFO = 0x60;
    public static final int BRIDGE_APPLICATION_COMMAND = 0xA8;
    public static final int SEND_DATA_BRIDGE = 0xA9;

    private Function() {}
}
