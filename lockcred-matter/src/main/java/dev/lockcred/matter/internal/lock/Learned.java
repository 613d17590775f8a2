// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.UserType;
import java.util.EnumSet;
import java.util.Set;

/** What a lock's answers taught us that it does not advertise. Confined to the driver's lane. */
final class Learned {

    /** Refused a week-day mask with several days (SDKs before March 2024 take one). */
    boolean oneDayPerEntry;

    /** Refused to create user and PIN in one command (unmodified matter.js locks, status 135). */
    boolean noOneCallCreation;

    /** Types that it refused. */
    final Set<UserType> refusedTypes = EnumSet.noneOf(UserType.class);
}
