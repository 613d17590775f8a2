// SPDX-License-Identifier: Apache-2.0
/** An in-memory lock and its driver. */
module dev.lockcred.fake {
    requires transitive dev.lockcred.api;
    requires static org.jspecify;

    exports dev.lockcred.fake;

    provides dev.lockcred.spi.DriverProvider with
            dev.lockcred.fake.FakeDriverProvider;
}
