// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.CredentialId;
import dev.lockcred.UserId;
import java.util.Optional;

/**
 * All wishes as one value: what a site file says is obeyed as a whole.
 *
 * <p><b>Whose word counts.</b> The store remembers the site it obeys; another one is refused unless it is adopted. Only what
 * came from the site is managed by it: grants added by hand are never touched, and what such a grant needs stays. A revocation
 * by hand, of a user or of a grant ({@link Grants#disable}), outranks the site until it is lifted by hand or until the grant
 * leaves the site. A lock leaves only after {@link Locks#forget}. A grant without an id of its own is recognised by equal
 * content, then in order among the same user's remaining grants, and counts as changed.
 */
public interface Wishes {

    /** Everything that is wished now, by whomever, in a form that {@link #obey} takes; PINs are not in it. */
    WishedState export();

    /**
     * What {@link #obey} would do, and what would then be done at every lock; changes nothing and asks no lock. What would be
     * refused is in the answer.
     */
    WishPreview preview(WishedState wished, Obey options);

    /**
     * Makes the wishes those of the state, in one edit: all of it, or none. Nothing is sent to a lock before it is durable.
     *
     * @throws WishRefusedException when it is refused; nothing was changed
     */
    WishChanges obey(WishedState wished, Obey options);

    /** The site that is obeyed; absent: none yet. */
    Optional<String> site();

    /** From where the user's PIN is given, such as {@code env ANNA_PIN}; absent: it is set by hand. */
    Optional<String> pinSource(UserId user);

    /** From where a credential's PIN is given; absent: it is set by hand. */
    Optional<String> pinSource(CredentialId credential);
}
