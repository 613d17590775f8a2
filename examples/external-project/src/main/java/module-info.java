// SPDX-License-Identifier: Apache-2.0
/** What an application needs on the module path. */
module com.example.doors {
    requires dev.lockcred.core;
    requires dev.lockcred.jdbc;
    requires dev.lockcred.fake;
}
