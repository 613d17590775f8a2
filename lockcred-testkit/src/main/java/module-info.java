// SPDX-License-Identifier: Apache-2.0
/** The test kit for drivers and for everything else here. */
module dev.lockcred.testkit {
    requires transitive dev.lockcred.api;
    requires dev.lockcred.fake;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;
    requires net.jqwik.api;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.lockcred.testkit;
}
