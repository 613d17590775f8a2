// SPDX-License-Identifier: Apache-2.0
/** Byte ports over serial lines and TCP. */
module dev.lockcred.serial {
    requires transitive dev.lockcred.api;
    requires com.fazecast.jSerialComm;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.lockcred.serial;
}
