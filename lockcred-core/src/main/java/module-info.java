// SPDX-License-Identifier: Apache-2.0
/** The engine. */
module dev.lockcred.core {
    requires transitive dev.lockcred.api;
    requires org.slf4j;
    requires com.fasterxml.jackson.databind;
    requires static org.jspecify;

    exports dev.lockcred.core;
    exports dev.lockcred.core.backup;
    exports dev.lockcred.core.store;
}
