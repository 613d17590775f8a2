// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.core.json.Json;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.Table;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of the wishes came from a site, and from which: the rest is by hand and none of the site's business. Confined to the
 * engine's lane.
 */
final class SiteBook {

    private static final String SITE = "site";

    private final Undo undo;
    private final TreeMap<String, Item> items = new TreeMap<>();
    private final TreeMap<String, String> site = new TreeMap<>(); // of one entry at most, so that it can be taken back

    SiteBook(Undo undo) {
        this.undo = undo;
    }

    /** A kind of thing a site speaks of. */
    enum Of {
        LOCK,
        GROUP,
        USER,
        GRANT;

        private String key(Object id) {
            return name() + "/" + id;
        }
    }

    /**
     * Where something was said.
     *
     * @param origin for people
     * @param pinSource from where its PIN is given, if it is; a lock's programming code
     * @param telephone whether a user's telephone number is given
     * @param position its place among its kind
     */
    record Item(String origin, Optional<String> pinSource, boolean telephone, int position) {
        Item(String origin, Optional<String> pinSource, int position) {
            this(origin, pinSource, false, position);
        }
    }

    void load(String key, byte[] bytes) {
        if (key.equals(SITE)) {
            site.put(SITE, new String(bytes, StandardCharsets.UTF_8));
            return;
        }
        JsonNode node = Json.parse(bytes, "what came from the site");
        items.put(
                key,
                new Item(
                        Json.text(node, "origin"),
                        Json.optionalText(node, "pin"),
                        node.path("telephone").asBoolean(false),
                        Json.integer(node, "position")));
    }

    Optional<String> site() {
        return Optional.ofNullable(site.get(SITE));
    }

    void obey(String newSite, Commit.Builder commit) {
        if (!site().equals(Optional.of(newSite))) {
            undo.put(site, SITE, newSite);
            commit.put(Table.SITE, SITE, newSite.getBytes(StandardCharsets.UTF_8));
        }
    }

    Optional<Item> find(Of kind, @Nullable Object id) {
        return id == null ? Optional.empty() : Optional.ofNullable(items.get(kind.key(id)));
    }

    void put(Of kind, Object id, Item item, Commit.Builder commit) {
        String key = kind.key(id);
        if (item.equals(items.get(key))) {
            return;
        }
        undo.put(items, key, item);
        ObjectNode node = Json.object();
        node.put("origin", item.origin());
        item.pinSource().ifPresent(source -> node.put("pin", source));
        if (item.telephone()) {
            node.put("telephone", true);
        }
        node.put("position", item.position());
        commit.put(Table.SITE, key, Json.bytes(node));
    }

    void remove(Of kind, Object id, Commit.Builder commit) {
        if (undo.remove(items, kind.key(id)) != null) {
            commit.delete(Table.SITE, kind.key(id));
        }
    }

    /** What was said of one id was said of the other. */
    void rename(Of kind, Object from, Object to, Commit.Builder commit) {
        find(kind, from).ifPresent(item -> {
            remove(kind, from, commit);
            put(kind, to, item, commit);
        });
    }

    /** The ids of a kind that came from the site, in its order. */
    List<String> ids(Of kind) {
        String prefix = kind.key("");
        return items.tailMap(prefix, true).entrySet().stream()
                .takeWhile(e -> e.getKey().startsWith(prefix))
                .sorted(Map.Entry.comparingByValue((a, b) -> Integer.compare(a.position(), b.position())))
                .map(e -> e.getKey().substring(prefix.length()))
                .toList();
    }

    /** Refuses to change by hand what the site would change back. */
    void requireByHand(Of kind, Object id, String instead) {
        find(kind, id).ifPresent(item -> {
            throw new IllegalArgumentException(kind.name().toLowerCase(java.util.Locale.ROOT) + " '" + id
                    + "' comes from " + item.origin() + ": change it there; " + instead);
        });
    }
}
