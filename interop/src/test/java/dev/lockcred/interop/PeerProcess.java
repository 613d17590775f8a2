// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One running Node.js peer: started with a script of its package, ready when it has printed one line of JSON, driven by
 * its loopback HTTP control port, ended by closing its standard input. What it prints besides goes to
 * {@code target/peers}.
 */
public final class PeerProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String name;
    private final Process process;
    private final Path log;
    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonNode facts;

    private PeerProcess(String name, Process process, Path log, JsonNode facts) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.facts = facts;
    }

    /** Starts {@code script} of the peer's folder and waits for its ready line. */
    public static PeerProcess start(Peer peer, String script, String... arguments) {
        String name = peer.name().toLowerCase(java.util.Locale.ROOT) + "-" + script;
        try {
            Path logs = Files.createDirectories(Peer.home().resolve("target").resolve("peers"));
            Path log = Files.createTempFile(logs, name + "-", ".log");
            List<String> command = new ArrayList<>(List.of("node", script));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command)
                    .directory(peer.folder().toFile())
                    .redirectError(log.toFile())
                    .start();
            return new PeerProcess(name, process, log, readyLine(name, process, log));
        } catch (IOException e) {
            throw new UncheckedIOException("peer " + name, e);
        }
    }

    private static JsonNode readyLine(String name, Process process, Path log) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> {
            try {
                return output.readLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try {
            String said = line.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (said == null) {
                throw new IllegalStateException(
                        "peer " + name + " ended before it was ready: " + Files.readString(log));
            }
            return JSON.readTree(said);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            throw new IllegalStateException("peer " + name + " was not ready after " + PATIENCE + ", see " + log, e);
        } catch (ExecutionException e) {
            process.destroyForcibly();
            throw new IllegalStateException("peer " + name + " cannot be read", e.getCause());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for peer " + name, e);
        }
    }

    /** The ready line: ports and whatever else the peer says about itself. */
    public JsonNode facts() {
        return facts;
    }

    /** A port of the ready line, for example {@code serial}. */
    public int port(String which) {
        JsonNode port = facts.get(which);
        if (port == null || !port.isInt()) {
            throw new IllegalArgumentException("peer " + name + " has no port \"" + which + "\": " + facts);
        }
        return port.intValue();
    }

    /** An empty JSON object for a request body. */
    public static ObjectNode body() {
        return JSON.createObjectNode();
    }

    public JsonNode get(String path) {
        return call(request(path).GET().build());
    }

    public JsonNode post(String path, JsonNode body) {
        return call(request(path)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    /** The same, with the body as JSON text. */
    public JsonNode post(String path, String body) {
        try {
            return post(path, JSON.readTree(body));
        } catch (IOException e) {
            throw new IllegalArgumentException("no JSON for " + path, e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port("control") + path))
                .timeout(Duration.ofSeconds(150));
    }

    private JsonNode call(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode value = JSON.readTree(answer.body());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        "peer " + name + " refused " + request.uri().getPath() + ": " + value.get("error"));
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException("peer " + name + ", " + request.uri().getPath() + ", see " + log, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking peer " + name, e);
        }
    }

    /** Ends the peer and waits for it; a peer that does not end by itself is killed. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
