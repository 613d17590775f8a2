// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.backup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.AccessEvent;
import dev.lockcred.core.history.LogJson;
import dev.lockcred.core.store.AuditQuery;
import dev.lockcred.core.store.AuditRecord;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.EventQuery;
import dev.lockcred.core.store.KeyPlace;
import dev.lockcred.core.store.PrivateFiles;
import dev.lockcred.core.store.Store;
import dev.lockcred.core.store.StoreException;
import dev.lockcred.core.store.StoreException.Kind;
import dev.lockcred.core.store.StoreHead;
import dev.lockcred.core.store.Table;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store in one file. With a passphrase the file is sealed and carries the vault's key; without one it carries neither key nor
 * anything that opens a PIN. Inside are lines of JSON, so that the file outlives any database format.
 *
 * <p>Restoring makes the store older than its anchor, which is noticed at the next start (R47): nothing is added to any lock
 * until a person confirms. On a machine without the anchor it is noticed by that.
 */
public final class Backup {

    private static final int PAGE = 1_000;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(64 << 20)
                            .maxNestingDepth(20)
                            .build())
                    .build())
            .build();

    private Backup() {}

    /**
     * What is in a backup.
     *
     * @param storeId of which store
     * @param head how far it had come
     * @param withKey whether the vault's key was in it
     */
    public record Contents(String storeId, StoreHead head, long documents, long events, long audit, boolean withKey) {}

    /**
     * Writes the store as it is now, between two commits: complete, durable, for the owner alone, or not at all. To be called on
     * the store executor.
     *
     * @param place from where the key is taken if there is a passphrase
     * @param passphrase seals the file; the array stays the caller's, who wipes it
     */
    public static Contents write(
            Store store, KeyPlace place, Path file, Optional<char[]> passphrase, SecureRandom random) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(unfinished);
            PrivateFiles.createFile(unfinished);
            Contents contents;
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
                try (OutputStream sealed = Envelope.write(out, passphrase, random, file.toString())) {
                    List<byte[]> keys = passphrase.isPresent() ? place.keys(store.id()) : List.of();
                    contents = writeLines(store, keys, sealed);
                    keys.forEach(key -> Arrays.fill(key, (byte) 0));
                }
                out.flush();
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            PrivateFiles.syncFolder(parent(file));
            return contents;
        } catch (UncheckedIOException e) {
            throw failed("write", file, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw failed("write", file, e);
        }
    }

    private static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file : parent;
    }

    private static StoreException failed(String what, Path file, IOException e) {
        return new StoreException(
                Kind.IO,
                "cannot " + what + " the backup " + file + " (" + PrivateFiles.reason(e)
                        + "): check the place, the rights of this user and the space left",
                e);
    }

    private static Contents writeLines(Store store, List<byte[]> keys, OutputStream out) throws IOException {
        StoreHead head = store.head();
        ObjectNode first = node();
        first.put("store", store.id());
        first.put("sequence", head.sequence());
        first.put("lastEvent", head.lastEvent());
        first.put("lastAudit", head.lastAudit());
        line(out, first);
        for (byte[] key : keys) {
            line(out, node().put("vaultKey", HexFormat.of().formatHex(key)));
        }
        long[] documents = {0};
        store.load((table, key, value) -> {
            documents[0]++;
            unchecked(out, node().put("table", table.name()).put("key", key).put("value", value));
        });
        long events = writeEvents(store, out);
        long audit = writeAudit(store, out);
        ObjectNode last = node();
        last.putObject("end")
                .put("documents", documents[0])
                .put("events", events)
                .put("audit", audit);
        line(out, last);
        return new Contents(store.id(), head, documents[0], events, audit, !keys.isEmpty());
    }

    private static long writeEvents(Store store, OutputStream out) throws IOException {
        long count = 0;
        EventQuery query = EventQuery.oldestFirst().limit(PAGE).build();
        for (List<AccessEvent> page = store.events(query); !page.isEmpty(); page = store.events(query)) {
            for (AccessEvent event : page) {
                line(out, node().set("event", LogJson.event(event)));
            }
            count += page.size();
            query = query.behind(page.get(page.size() - 1));
        }
        return count;
    }

    private static long writeAudit(Store store, OutputStream out) throws IOException {
        long count = 0;
        AuditQuery query = AuditQuery.from(1, PAGE);
        for (List<AuditRecord> page = store.audit(query); !page.isEmpty(); page = store.audit(query)) {
            for (AuditRecord record : page) {
                line(out, node().set("audit", LogJson.audit(record)));
                count++;
            }
            query = query.behind(page.get(page.size() - 1).entry());
        }
        return count;
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static void line(OutputStream out, JsonNode node) throws IOException {
        out.write(JSON.writeValueAsBytes(node));
        out.write('\n');
    }

    private static void unchecked(OutputStream out, JsonNode node) {
        try {
            line(out, node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Restores a backup in place of everything the store holds: all of it or, when the file is damaged or the passphrase wrong,
     * nothing. A key in the backup is put before what the key place has, and the vault finds the one it needs. To be called on
     * the store executor, before the vault is opened.
     */
    public static Contents restore(Path file, Store store, KeyPlace place, Optional<char[]> passphrase) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                var lines = new BufferedReader(new InputStreamReader(
                        Envelope.read(in, passphrase, file.toString()), StandardCharsets.UTF_8))) {
            var reader = new Reader(lines, file);
            reader.begin();
            store.replace(reader.storeId, reader.head, reader);
            if (!reader.keys.isEmpty()) {
                saveKeys(place, reader.storeId, reader.keys);
            }
            return reader.contents();
        } catch (UncheckedIOException e) {
            throw failed("read", file, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    /**
     * Whether a file is a backup made with a passphrase, which is needed to restore it; only its beginning is read.
     *
     * @throws StoreException {@link StoreException.Kind#NOT_A_STORE} if it is no backup, or cannot be read
     */
    public static boolean isSealed(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Envelope.isSealed(in, file.toString());
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    private static void saveKeys(KeyPlace place, String storeId, List<byte[]> restored) {
        var keys = new ArrayList<>(restored);
        for (byte[] known : place.keys(storeId)) {
            if (keys.stream().noneMatch(key -> Arrays.equals(key, known))) {
                keys.add(known);
            }
        }
        place.saveKeys(storeId, keys);
        keys.forEach(key -> Arrays.fill(key, (byte) 0));
    }

    /** Reads line after line, and gives the contents in pieces. */
    private static final class Reader implements Iterator<Commit> {
        private final BufferedReader lines;
        private final Path file;
        private final List<byte[]> keys = new ArrayList<>();
        private String storeId = "";
        private StoreHead head = StoreHead.NEW;
        private long documents;
        private long events;
        private long audit;
        private @Nullable JsonNode next;

        Reader(BufferedReader lines, Path file) {
            this.lines = lines;
            this.file = file;
        }

        void begin() {
            JsonNode first = read();
            storeId = first.path("store").asText();
            head = new StoreHead(
                    first.path("sequence").longValue(),
                    first.path("lastEvent").longValue(),
                    first.path("lastAudit").longValue());
            if (storeId.isEmpty()) {
                throw damaged("it does not say of which store it is");
            }
            JsonNode node = read();
            for (; node.has("vaultKey"); node = read()) {
                keys.add(key(node.get("vaultKey").asText()));
            }
            next = node;
        }

        private byte[] key(String digits) {
            try {
                return HexFormat.of().parseHex(digits);
            } catch (IllegalArgumentException e) {
                throw damaged("its key cannot be read"); // the cause's message would quote it
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Commit next() {
            JsonNode node = next;
            if (node == null) {
                throw new NoSuchElementException();
            }
            var commit = Commit.builder();
            for (int size = 0; size < PAGE && !node.has("end"); size++) {
                add(commit, node);
                node = read();
            }
            if (node.has("end")) {
                end(node.get("end"));
                node = null;
            }
            next = node;
            return commit.build();
        }

        private void add(Commit.Builder commit, JsonNode node) {
            try {
                if (node.has("event")) {
                    commit.event(LogJson.event(node.get("event")));
                    events++;
                } else if (node.has("audit")) {
                    commit.audit(LogJson.audit(node.get("audit")));
                    audit++;
                } else {
                    String table = node.path("table").asText();
                    commit.put(
                            Table.valueOf(table),
                            node.path("key").asText(),
                            node.path("value").binaryValue());
                    documents++;
                }
            } catch (IllegalArgumentException | DateTimeException | IOException e) {
                throw new StoreException(
                        Kind.NEWER,
                        "the backup " + file
                                + " holds something that this version does not know: it was made by a newer"
                                + " one. Nothing was restored. Install that version",
                        e);
            }
        }

        private void end(JsonNode end) {
            if (end.path("documents").longValue() != documents
                    || end.path("events").longValue() != events
                    || end.path("audit").longValue() != audit) {
                throw damaged("it does not hold as much as it says");
            }
        }

        private JsonNode read() {
            try {
                String line = lines.readLine();
                if (line == null) {
                    throw damaged("it is cut off");
                }
                return JSON.readTree(line);
            } catch (JsonProcessingException e) {
                throw damaged("a line cannot be read");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private StoreException damaged(String what) {
            return new StoreException(
                    Kind.CORRUPT,
                    "the backup " + file + " is damaged: " + what + ". Nothing was restored. Take another");
        }

        Contents contents() {
            return new Contents(storeId, head, documents, events, audit, !keys.isEmpty());
        }
    }
}
