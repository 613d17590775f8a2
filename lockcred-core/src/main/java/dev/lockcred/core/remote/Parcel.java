// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.core.json.Json;
import dev.lockcred.core.json.Json.DocumentException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One line of JSON, and the secrets that travel behind it. In the line a secret is a number, its place among them; their bytes
 * follow the line, each with a line end, in the lengths that the field {@code secrets} tells. So no digit of a PIN ever
 * becomes a text, and what was copied can be wiped.
 *
 * <p>The two ends speak in turns of these lines (version {@value #VERSION}):
 * <pre>
 * {"lockcred":1}                                             the client greets
 * {"lockcred":1,"store":"..."}                               the engine answers, or {"lockcred":1,"refused":"why"}
 * {"id":7,"actor":{...},"do":"users.add","with":{...}}       a request
 * {"id":7,"next":...}                                        something on the way: progress, an event, a line
 * {"id":7,"done":...}  or  {"id":7,"failed":{...}}           its end
 * {"id":7,"stop":true}                                       the client wants no more of a stream
 * </pre>
 *
 * <p>Confined to one thread.
 */
final class Parcel implements AutoCloseable {

    /** Of the protocol: raised whenever a line changes its meaning. */
    static final int VERSION = 1;

    /** The most bytes of one secret. */
    static final int MAX_SECRET = 1_024;

    /** The most secrets of one line. */
    static final int MAX_SECRETS = 100_000;

    private final JsonNode line;
    private final List<byte[]> secrets;

    /** One that is being written. */
    Parcel() {
        this(Json.object(), new ArrayList<>());
    }

    /** One that was read; the secrets are its own. */
    Parcel(JsonNode line, List<byte[]> secrets) {
        this.line = line;
        this.secrets = secrets;
    }

    /** What stands in the line; while it is written, an object to be filled. */
    JsonNode line() {
        return line;
    }

    ObjectNode filled() {
        return (ObjectNode) line;
    }

    List<byte[]> secrets() {
        return secrets;
    }

    /** Takes a secret along; gives its place. The bytes are the parcel's from now on. */
    int add(byte[] secret) {
        secrets.add(secret);
        return secrets.size() - 1;
    }

    /** A secret that came along, as a copy for the caller, who wipes it. */
    byte[] secret(int place) {
        if (place < 0 || place >= secrets.size()) {
            throw new DocumentException("a secret is missing");
        }
        return secrets.get(place).clone();
    }

    /** Wipes the secrets. */
    @Override
    public void close() {
        secrets.forEach(s -> Arrays.fill(s, (byte) 0));
    }
}
