// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.CredentialId;
import dev.lockcred.Grant;
import dev.lockcred.GrantId;
import dev.lockcred.UserId;
import dev.lockcred.core.WishedState.GrantWish;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which grant of a wished state is which grant of before. By id where there is one; else by equal content, then in order among
 * the same user's remaining ones, which then count as changed.
 */
final class GrantMatching {

    private final List<Grant> left;
    private final Map<GrantWish, GrantId> ids = new LinkedHashMap<>();

    /**
     * Matches.
     *
     * @param before the grants of the site, in its order
     */
    GrantMatching(List<Grant> before, List<GrantWish> wished) {
        this.left = new ArrayList<>(before);
        for (GrantWish w : wished) {
            if (w.named()) {
                GrantId id = w.grant().id();
                ids.put(w, id);
                left.removeIf(g -> g.id().equals(id));
            }
        }
        match(wished, GrantMatching::isSame);
        match(wished, (g, w) -> g.user().equals(w.grant().user()));
    }

    private interface Test {
        boolean fits(Grant before, GrantWish wished);
    }

    private void match(List<GrantWish> wished, Test test) {
        for (GrantWish w : wished) {
            if (!ids.containsKey(w)) {
                left.stream().filter(g -> test.fits(g, w)).findFirst().ifPresent(g -> {
                    ids.put(w, g.id());
                    left.remove(g);
                });
            }
        }
    }

    private static boolean isSame(Grant before, GrantWish wished) {
        return before.equals(under(wished, before.id()));
    }

    /** The id of before, or the grant's own; absent: a new grant without one. */
    Optional<GrantId> idOf(GrantWish wished) {
        return Optional.ofNullable(ids.get(wished));
    }

    /** Grants of before that nobody wishes any more. */
    List<Grant> left() {
        return List.copyOf(left);
    }

    /** What is wished, under this id; a PIN of its own becomes a credential of its own. */
    static Grant under(GrantWish wished, GrantId id) {
        Optional<CredentialId> credential = wished.pin().isPresent()
                ? Optional.of(pinOf(id))
                : wished.grant().credential();
        return again(wished.grant(), id, wished.grant().user(), credential);
    }

    /** The credential of a grant that has a PIN of its own. */
    static CredentialId pinOf(GrantId grant) {
        String text = grant.value() + ".pin";
        if (text.length() > 64) {
            throw new IllegalArgumentException(
                    "grant '" + grant + "' has a PIN of its own: its id may have 60 characters at most");
        }
        return CredentialId.of(text);
    }

    /** The same grant under another id, for another user, with another credential. */
    static Grant again(Grant g, GrantId id, UserId user, Optional<CredentialId> credential) {
        Objects.requireNonNull(id, "id");
        return new Grant(
                id,
                user,
                credential,
                g.target(),
                g.effect(),
                g.schedule(),
                g.validity(),
                g.limit(),
                g.enabled(),
                g.type(),
                g.enforcement(),
                g.slots());
    }
}
