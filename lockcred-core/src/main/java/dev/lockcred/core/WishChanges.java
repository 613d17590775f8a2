// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.GrantId;
import dev.lockcred.LockId;
import dev.lockcred.UserId;
import java.util.List;

/**
 * What obeying a wished state changes, or would change.
 *
 * @param changes in the order in which they are made
 * @param remarks what is worth knowing: a user who stays for a grant by hand, a PIN that resembles another
 * @param activeGrants how many of the site's grants opened something before
 * @param revoked those of them that lose a door
 */
public record WishChanges(List<Change> changes, List<String> remarks, int activeGrants, List<GrantId> revoked) {

    public WishChanges {
        changes = List.copyOf(changes);
        remarks = List.copyOf(remarks);
        revoked = List.copyOf(revoked);
    }

    /** Whether the wishes stay as they are. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** What happens to a part. */
    public enum Kind {
        ADDED,
        CHANGED,
        /** It has another id, and is the same. */
        RENAMED,
        REMOVED,
        /** A given PIN is another than before. */
        ROTATED
    }

    /** What is changed. */
    public enum Part {
        LOCK,
        GROUP,
        USER,
        GRANT,
        PIN,
        /** The code that opens a lock's own menu. */
        PROGRAMMING_CODE
    }

    /**
     * One change.
     *
     * @param kind what happens
     * @param part to what
     * @param id to which; for a PIN, of which user or credential; for a programming code, of which lock
     * @param origin where it is said, or was said before it left
     * @param text for people
     * @param revokes who loses which door by it
     */
    public record Change(Kind kind, Part part, String id, String origin, String text, List<Revoked> revokes) {
        public Change {
            revokes = List.copyOf(revokes);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Somebody loses a door. */
    public record Revoked(UserId user, LockId lock) implements Comparable<Revoked> {
        @Override
        public int compareTo(Revoked other) {
            int byUser = user.compareTo(other.user);
            return byUser != 0 ? byUser : lock.compareTo(other.lock);
        }
    }
}
