// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ezsp;

/** A whole EZSP frame. */
public record EzspFrame(EzspHeader header, EzspMessage message) {}
