// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import java.util.OptionalInt;

/**
 * What a person has said yes to beforehand.
 *
 * @param adoptSite obey this site from now on, whichever was obeyed before
 * @param confirmedRevocations so many revocations are meant, exactly
 */
public record Obey(boolean adoptSite, OptionalInt confirmedRevocations) {

    /** Nothing beyond the ordinary. */
    public static final Obey ORDINARY = new Obey(false, OptionalInt.empty());

    /** Obeys another site than before. */
    public Obey adoptingSite() {
        return new Obey(true, confirmedRevocations);
    }

    /** Says that so many of the site's active grants are to be revoked. */
    public Obey confirmRevocations(int count) {
        return new Obey(adoptSite, OptionalInt.of(count));
    }
}
