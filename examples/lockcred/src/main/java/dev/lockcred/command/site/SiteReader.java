// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a site file: all of it, or all of its mistakes. Connects to nothing. */
public final class SiteReader {

    /** Bytes; a site of a thousand locks and users is a tenth of that. */
    static final int LARGEST = 4 << 20;

    private SiteReader() {}

    /**
     * Reads a file.
     *
     * @param name as the person named it, for messages
     * @param path where it is
     * @param environment for {@code env:} references
     */
    public static Site read(String name, Path path, Map<String, String> environment) throws SiteFileException {
        String text = load(name, path);
        List<String> lines = text.lines().toList();
        var problems = new Problems();
        refuseControls(lines, problems);
        Optional<Node> root = problems.isEmpty() ? YamlTree.read(text, problems) : Optional.empty();
        if (root.isEmpty() && problems.isEmpty()) {
            problems.add(Mark.NONE, 0, "the file says nothing: it needs at least `site`, `drivers` and `locks`");
        }
        SiteFile file = root.map(node -> SiteFile.SHAPE.read(node, problems)).orElseGet(SiteFile.SHAPE::standIn);
        Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
        var site = new Site(name, folder, file, lines);
        if (root.isPresent()) {
            new SiteChecks(site, environment, problems).run();
        }
        if (!problems.isEmpty()) {
            throw new SiteFileException(name, lines, problems.list());
        }
        return site;
    }

    /** The JSON Schema of site files, for editors. */
    public static String schema() {
        return Schema.ofSiteFile().toPrettyString() + "\n";
    }

    private static void refuseControls(List<String> lines, Problems problems) {
        for (int line = 0; line < lines.size(); line++) {
            String text = lines.get(line);
            for (int i = 0; i < text.length(); i++) {
                if (Character.isISOControl(text.charAt(i)) && text.charAt(i) != '\t') {
                    problems.add(
                            new Mark(line + 1, i + 1),
                            1,
                            "a control character stands here: save the file as plain text");
                    break;
                }
            }
        }
    }

    private static String load(String name, Path path) throws SiteFileException {
        byte[] bytes;
        try {
            if (Files.isDirectory(path)) {
                throw broken(name, "this is a folder: name the file in it, such as --site " + name + "/site.yaml");
            }
            if (Files.size(path) > LARGEST) {
                throw broken(name, "the file has more than " + (LARGEST >> 20) + " MB: a site file never has");
            }
            bytes = Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw broken(
                    name, "there is no such file: write one (README.md shows how), or name another with --site FILE");
        } catch (IOException e) {
            throw broken(name, "the file cannot be read (" + e.getMessage() + "): check its rights");
        }
        try {
            CharBuffer text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes));
            String all = text.toString();
            return all.startsWith("\uFEFF") ? all.substring(1) : all;
        } catch (CharacterCodingException e) {
            throw broken(name, "the file is not UTF-8 text: save it as UTF-8");
        }
    }

    private static SiteFileException broken(String name, String text) {
        return new SiteFileException(name, List.of(), List.of(new Problem(Mark.NONE, 0, text, false)));
    }
}
