// SPDX-License-Identifier: Apache-2.0
/** Which tests prove which rule: the page {@code docs/rules.md}, written from the tests and held true. One thread. */
package dev.lockcred.system.rules;
