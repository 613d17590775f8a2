// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.matter;

/** Which server it is. */
public enum Dialect {
    /** The matter.js based server, schema 13. */
    JS,
    /** python-matter-server, schema 11. */
    PYTHON
}
