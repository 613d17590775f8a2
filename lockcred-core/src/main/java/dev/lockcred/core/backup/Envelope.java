// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.backup;

import dev.lockcred.core.store.StoreException;
import dev.lockcred.core.store.StoreException.Kind;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The outside of a backup file: a header, then chunks, each with a tag over its place, whether it is the last, and its bytes.
 * Under a passphrase a chunk is AES-256-GCM under a key from PBKDF2-HMAC-SHA-256; without one the tag is a part of a SHA-256
 * and guards against accidents, not against people.
 *
 * <p>Header: {@code LOCKCRED BACKUP 1\n}, mode (1 byte: 0 open, 1 sealed), iterations (4 bytes), salt (16 bytes). Chunk: length
 * (4 bytes, the highest bit set on the last), bytes, tag (16 bytes).
 */
final class Envelope {

    private static final byte[] MAGIC = "LOCKCRED BACKUP 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SALT_BYTES = 16;
    private static final int HEADER_BYTES = MAGIC.length + 1 + Integer.BYTES + SALT_BYTES;
    private static final int TAG_BYTES = 16;
    private static final int CHUNK = 1 << 16;
    private static final int LAST = 0x8000_0000;

    /** As the OWASP password storage advice has it for PBKDF2 with HMAC-SHA-256. */
    private static final int ITERATIONS = 600_000;

    /** A file that asks for more is no backup of ours but a way to keep somebody busy. */
    private static final int MOST_ITERATIONS = 10_000_000;

    private final byte[] header;
    private final @Nullable SecretKeySpec key;
    private final String where;
    private long chunk;

    private Envelope(byte[] header, @Nullable SecretKeySpec key, String where) {
        this.header = header;
        this.key = key;
        this.where = where;
    }

    /** Begins a file; closing the stream completes it, and without that it is not complete. */
    static OutputStream write(OutputStream file, Optional<char[]> passphrase, SecureRandom random, String where)
            throws IOException {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] header = ByteBuffer.allocate(HEADER_BYTES)
                .put(MAGIC)
                .put((byte) (passphrase.isPresent() ? 1 : 0))
                .putInt(ITERATIONS)
                .put(salt)
                .array();
        file.write(header);
        SecretKeySpec key = passphrase.isPresent() ? derive(passphrase.get(), salt, ITERATIONS) : null;
        return new Output(file, new Envelope(header, key, where));
    }

    /** Reads a file; every byte that comes out was verified. */
    static InputStream read(InputStream file, Optional<char[]> passphrase, String where) throws IOException {
        byte[] header = header(file, where);
        ByteBuffer fields = ByteBuffer.wrap(header, MAGIC.length, HEADER_BYTES - MAGIC.length);
        boolean sealed = fields.get() == 1;
        int iterations = fields.getInt();
        byte[] salt = new byte[SALT_BYTES];
        fields.get(salt);
        if (sealed && passphrase.isEmpty()) {
            throw new StoreException(Kind.KEY, where + " was made with a passphrase: it is needed to restore it");
        }
        if (iterations < 1 || iterations > MOST_ITERATIONS) {
            throw new StoreException(Kind.CORRUPT, where + " is damaged at its beginning: take another backup");
        }
        SecretKeySpec key = sealed ? derive(passphrase.get(), salt, iterations) : null;
        return new Input(new DataInputStream(file), new Envelope(header, key, where));
    }

    /** Whether it was made with a passphrase. */
    static boolean isSealed(InputStream file, String where) throws IOException {
        return header(file, where)[MAGIC.length] == 1;
    }

    private static byte[] header(InputStream file, String where) throws IOException {
        byte[] header = file.readNBytes(HEADER_BYTES);
        if (header.length < HEADER_BYTES || !Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new StoreException(
                    Kind.NOT_A_STORE, where + " is not a backup of LockCred, or of a version this one does not know");
        }
        return header;
    }

    private static SecretKeySpec derive(char[] passphrase, byte[] salt, int iterations) {
        var spec = new PBEKeySpec(passphrase, salt, iterations, 256);
        try {
            byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            return new SecretKeySpec(key, "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }

    /** Bytes and tag of the next chunk. */
    private byte[] close(byte[] plain, int length, boolean last) {
        try {
            if (key != null) {
                return cipher(Cipher.ENCRYPT_MODE, last).doFinal(plain, 0, length);
            }
            byte[] closed = Arrays.copyOf(plain, length + TAG_BYTES);
            System.arraycopy(digest(plain, length, last), 0, closed, length, TAG_BYTES);
            return closed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES/GCM", e);
        } finally {
            chunk++;
        }
    }

    private byte[] open(byte[] closed, boolean last) {
        int length = closed.length - TAG_BYTES;
        try {
            if (key != null) {
                return cipher(Cipher.DECRYPT_MODE, last).doFinal(closed);
            }
            byte[] tag = Arrays.copyOfRange(closed, length, closed.length);
            if (!MessageDigest.isEqual(tag, Arrays.copyOf(digest(closed, length, last), TAG_BYTES))) {
                throw damaged();
            }
            return Arrays.copyOf(closed, length);
        } catch (AEADBadTagException e) {
            throw chunk == 0
                    ? new StoreException(
                            Kind.KEY, "the passphrase is not the one of " + where + ", or the file is damaged")
                    : damaged();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES/GCM", e);
        } finally {
            chunk++;
        }
    }

    private StoreException damaged() {
        return new StoreException(
                Kind.CORRUPT, "the backup " + where + " is damaged or cut off: nothing was restored. Take another one");
    }

    private Cipher cipher(int mode, boolean last) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] nonce = ByteBuffer.allocate(12).putInt(0).putLong(chunk).array(); // the key is of this file alone
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
        cipher.updateAAD(header);
        cipher.updateAAD(new byte[] {(byte) (last ? 1 : 0)});
        return cipher;
    }

    private byte[] digest(byte[] plain, int length, boolean last) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(header);
        digest.update(
                ByteBuffer.allocate(9).putLong(chunk).put((byte) (last ? 1 : 0)).array());
        digest.update(plain, 0, length);
        return digest.digest();
    }

    private static final class Output extends OutputStream {
        private final OutputStream file;
        private final Envelope envelope;
        private final byte[] buffer = new byte[CHUNK];
        private int filled;
        private boolean closed;

        Output(OutputStream file, Envelope envelope) {
            this.file = file;
            this.envelope = envelope;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                if (filled == CHUNK) {
                    emit(false);
                }
                int take = Math.min(CHUNK - filled, length - done);
                System.arraycopy(bytes, offset + done, buffer, filled, take);
                filled += take;
                done += take;
            }
        }

        private void emit(boolean last) throws IOException {
            byte[] chunk = envelope.close(buffer, filled, last);
            file.write(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(filled | (last ? LAST : 0))
                    .array());
            file.write(chunk);
            filled = 0;
        }

        /** Writes the last chunk. The file underneath stays open. */
        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                emit(true);
                Arrays.fill(buffer, (byte) 0);
                file.flush();
            }
        }
    }

    private static final class Input extends InputStream {
        private final DataInputStream file;
        private final Envelope envelope;
        private byte[] plain = new byte[0];
        private int taken;
        private boolean last;

        Input(DataInputStream file, Envelope envelope) {
            this.file = file;
            this.envelope = envelope;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            while (taken == plain.length) {
                if (last) {
                    return -1;
                }
                next();
            }
            int take = Math.min(length, plain.length - taken);
            System.arraycopy(plain, taken, bytes, offset, take);
            taken += take;
            return take;
        }

        private void next() throws IOException {
            try {
                int announced = file.readInt();
                int length = announced & ~LAST;
                last = (announced & LAST) != 0;
                if (length > CHUNK) {
                    throw envelope.damaged();
                }
                byte[] closed = new byte[length + TAG_BYTES];
                file.readFully(closed);
                plain = envelope.open(closed, last);
                taken = 0;
            } catch (EOFException e) {
                throw envelope.damaged();
            }
        }
    }
}
