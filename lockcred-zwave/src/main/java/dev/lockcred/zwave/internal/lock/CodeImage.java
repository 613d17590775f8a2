// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.cc.UserCode;
import dev.lockcred.zwave.internal.frame.Octets;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What we know stands in a lock's slots, without the digits: of each slot its status, a keyed fingerprint, and its share of
 * the lock's checksum. A cyclic redundancy check is linear, so the checksum over any set of slots can be put together from
 * their shares; our own writes are folded in and the lock need not be read again. A share is as secret as the code (R7):
 * the whole is stored sealed. Confined to the lane.
 */
final class CodeImage {

    private static final int FORMAT = 1;

    /** What stands in one slot. */
    private record Part(int status, int length, int share, Octets fingerprint, boolean masked, boolean doubted) {
        Part doubt() {
            return new Part(status, length, share, fingerprint, masked, true);
        }
    }

    private final Fingerprints fingerprints;
    private final TreeMap<Integer, Part> parts = new TreeMap<>();
    private boolean complete;
    private boolean unsure;
    private OptionalInt seen = OptionalInt.empty();

    /**
     * Nothing known yet.
     *
     * @param key for the fingerprints, 32 bytes
     */
    CodeImage(byte[] key) {
        this.fingerprints = new Fingerprints(key);
    }

    /** Whether every slot that is in use is in here: all others are empty. */
    boolean complete() {
        return complete;
    }

    /** All slots have been read. */
    void markComplete() {
        complete = true;
        unsure = false;
    }

    /** Something was changed that the lock did not name. */
    void doubtAll() {
        seen = OptionalInt.empty();
        unsure = true;
        parts.replaceAll((slot, part) -> part.doubt());
    }

    /** This slot is being changed, or was changed by somebody else: what it holds is not certain. */
    void doubt(int slot) {
        seen = OptionalInt.empty();
        parts.merge(slot, new Part(UserCode.ENABLED, 0, 0, Octets.EMPTY, true, true), (old, unknown) -> old.doubt());
    }

    /** All slots are empty. */
    void cleared() {
        parts.clear();
        complete = true;
        unsure = false;
    }

    /** The slot holds this, read or proved. */
    void put(int slot, int status, Octets code, boolean masked) {
        if (status == UserCode.AVAILABLE || status == UserCode.NO_SUCH_USER) {
            parts.remove(slot);
        } else {
            parts.put(
                    slot,
                    new Part(
                            status,
                            3 + code.length(),
                            masked ? 0 : share(slot, status, code),
                            fingerprint(slot, code),
                            masked,
                            false));
        }
    }

    void remove(int slot) {
        parts.remove(slot);
    }

    /** Whether the slot is known, without doubt, to hold this. */
    boolean holds(int slot, int status, Octets code) {
        Part part = parts.get(slot);
        return part != null
                && !part.doubted()
                && part.status() == status
                && part.fingerprint().equals(fingerprint(slot, code));
    }

    /** Whether another slot is known to hold the same code. */
    boolean elsewhere(int slot, Octets code) {
        return parts.entrySet().stream()
                .anyMatch(e -> e.getKey() != slot
                        && !e.getValue().masked()
                        && e.getValue().fingerprint().equals(fingerprint(e.getKey(), code)));
    }

    /** Whether the slot is known, without doubt, to be empty. */
    boolean empty(int slot) {
        return complete && !unsure && !parts.containsKey(slot);
    }

    /** What the lock's checksum must be if all is as we know; absent when something is hidden or in doubt. */
    OptionalInt checksum() {
        return checksumWith(Map.of(), false);
    }

    /** The same, taking what is in doubt for what it was: if the lock's agrees, the doubt was unfounded. */
    OptionalInt checksumDespiteDoubt() {
        return checksumWith(Map.of(), true);
    }

    /** Whether anything is known of the slot, be it in doubt. */
    boolean knows(int slot) {
        return complete || parts.containsKey(slot);
    }

    /** Slots known to be in use. */
    int used() {
        return parts.size();
    }

    /** The checksum the lock reported last, if nothing was written or doubted since. */
    OptionalInt seen() {
        return seen;
    }

    void see(int checksum) {
        seen = OptionalInt.of(checksum);
    }

    /** What the checksum is if these were written, whatever stood there; a code of status 0 clears. */
    OptionalInt checksumIf(Map<Integer, UserCode.Entry> written) {
        return checksumWith(written, false);
    }

    private OptionalInt checksumWith(Map<Integer, UserCode.Entry> written, boolean despiteDoubt) {
        if (!complete || unsure && !despiteDoubt) {
            return OptionalInt.empty();
        }
        var after = new TreeMap<>(parts);
        written.forEach((slot, e) -> {
            if (e.status() == UserCode.AVAILABLE) {
                after.remove(slot);
            } else {
                after.put(
                        slot,
                        new Part(
                                e.status(),
                                3 + e.code().length(),
                                share(slot, e.status(), e.code()),
                                Octets.EMPTY,
                                false,
                                false));
            }
        });
        int crc = CrcShare.START;
        for (Part part : after.values()) {
            if (part.masked() || part.doubted() && !despiteDoubt) {
                return OptionalInt.empty();
            }
            crc = CrcShare.append(crc, part.length(), part.share());
        }
        return OptionalInt.of(after.isEmpty() ? 0 : crc);
    }

    /** The lock's checksum agrees with what we know: nothing is in doubt any more. */
    void believeAll() {
        unsure = false;
        parts.replaceAll((s, p) -> new Part(p.status(), p.length(), p.share(), p.fingerprint(), p.masked(), false));
    }

    // ---- shares and fingerprints

    private static int share(int slot, int status, Octets code) {
        byte[] bytes = new ByteWriter()
                .u16be(slot)
                .u8(status)
                .bytes(code.toByteArray())
                .toByteArray();
        int share = CrcShare.of(bytes);
        Arrays.fill(bytes, (byte) 0);
        return share;
    }

    private Octets fingerprint(int slot, Octets code) {
        return fingerprints.of(new byte[] {(byte) (slot >> 8), (byte) slot}, code);
    }

    // ---- memory

    /** For {@code DriverState}, sealed. */
    byte[] toBytes() {
        var out = new ByteWriter().u8(FORMAT).u8(complete && !unsure ? 1 : 0).u16be(parts.size());
        parts.forEach((slot, p) -> out.u16be(slot)
                .u8(p.status())
                .u8(p.length())
                .u16be(p.share())
                .u8((p.masked() ? 1 : 0) | (p.doubted() ? 2 : 0))
                .bytes(p.fingerprint().toByteArray()));
        byte[] bytes = out.toByteArray();
        out.wipe();
        return bytes;
    }

    /** Takes back what {@link #toBytes} wrote; what is not understood is as if never known. */
    void restore(byte[] bytes) {
        parts.clear();
        complete = false;
        var in = new ByteReader(bytes);
        try {
            in.expect(FORMAT, "format");
            boolean whole = in.u8("complete") == 1;
            int count = in.u16be("count");
            for (int i = 0; i < count; i++) {
                int slot = in.u16be("slot");
                int status = in.u8("status");
                int length = in.u8("length");
                int share = in.u16be("share");
                int flags = in.u8("flags");
                Octets fingerprint = Octets.of(in.bytes(Fingerprints.LENGTH, "fingerprint"));
                parts.put(slot, new Part(status, length, share, fingerprint, (flags & 1) != 0, (flags & 2) != 0));
            }
            complete = whole;
        } catch (MalformedFrameException e) {
            parts.clear();
        }
    }

    @Override
    public String toString() {
        return "CodeImage[" + parts.size() + " slots" + (complete ? ", complete]" : "]");
    }
}
