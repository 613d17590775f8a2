// SPDX-License-Identifier: Apache-2.0
/** The values, the driver SPI, and what a driver author may borrow. */
module dev.lockcred.api {
    requires static transitive org.jspecify;

    exports dev.lockcred;
    exports dev.lockcred.spi;
    exports dev.lockcred.spi.support;
}
