// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.store;

import dev.lockcred.core.store.StoreException.Kind;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Keys and anchors in files of the user's configuration folder: {@code <configuration>/lockcred/<store id>/vault.key} and
 * {@code anchor} beside it, for the owner alone. {@value #KEY_FILE} names another key file, with the anchor beside it under
 * the same name and {@code .anchor}, unless {@value #ANCHOR_FILE} names another for that too.
 *
 * <p>A key file holds a line {@code store <id>} and a line {@code key <64 hexadecimal digits>}. One that somebody made by
 * hand may consist of the 64 digits alone.
 */
public final class FileKeyPlace implements KeyPlace {

    /** The environment variable that names the key file. */
    public static final String KEY_FILE = "LOCKCRED_KEY_FILE";

    /** The environment variable that names the anchor file. */
    public static final String ANCHOR_FILE = "LOCKCRED_ANCHOR_FILE";

    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Path configuration;
    private final Optional<Path> keyFile;
    private final Optional<Path> anchorFile;

    private FileKeyPlace(Path configuration, Optional<Path> keyFile, Optional<Path> anchorFile) {
        this.configuration = configuration;
        this.keyFile = keyFile;
        this.anchorFile = anchorFile;
    }

    /**
     * The place of this user.
     *
     * @param environment the process's environment variables: {@value #KEY_FILE}, {@value #ANCHOR_FILE}, and what names the
     *     configuration folder ({@code XDG_CONFIG_HOME}, on Windows {@code APPDATA})
     * @param home the user's home folder
     */
    public static FileKeyPlace of(Map<String, String> environment, Path home) {
        Path configuration = path(environment, "XDG_CONFIG_HOME")
                .or(() -> path(environment, "APPDATA"))
                .filter(Path::isAbsolute)
                .orElse(home.resolve(".config"));
        return new FileKeyPlace(
                configuration.resolve("lockcred"), path(environment, KEY_FILE), path(environment, ANCHOR_FILE));
    }

    /** A place of its own: keys and anchors in this folder, by store id. */
    public static FileKeyPlace in(Path folder) {
        return new FileKeyPlace(Objects.requireNonNull(folder, "folder"), Optional.empty(), Optional.empty());
    }

    private static Optional<Path> path(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(text -> !text.isBlank())
                .map(Path::of);
    }

    @Override
    public List<byte[]> keys(String storeId) {
        Path file = keyFile(storeId);
        Optional<String> text = read(file);
        if (text.isEmpty()) {
            return List.of();
        }
        requirePrivate(file);
        var keys = new ArrayList<byte[]>();
        for (String line : text.get().lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("store ")) {
                requireSameStore(file, storeId, line.substring(6).strip());
            } else {
                keys.add(key(file, line.startsWith("key ") ? line.substring(4).strip() : line));
            }
        }
        if (keys.isEmpty()) {
            throw damaged(file);
        }
        return keys;
    }

    private static byte[] key(Path file, String digits) {
        try {
            byte[] key = HexFormat.of().parseHex(digits);
            if (key.length == KEY_BYTES) {
                return key;
            }
            Arrays.fill(key, (byte) 0);
        } catch (IllegalArgumentException e) {
            // its message would quote the line, which is a key
        }
        throw damaged(file);
    }

    private static StoreException damaged(Path file) {
        return new StoreException(
                Kind.KEY,
                "the key file " + file + " is damaged: it should hold a line 'key' with 64 hexadecimal digits."
                        + " Bring back a copy of it, for instance from a backup with passphrase; without it PINs must be"
                        + " issued anew");
    }

    private static void requireSameStore(Path file, String storeId, String other) {
        if (!other.equals(storeId)) {
            throw new StoreException(
                    Kind.KEY,
                    "the key file " + file + " belongs to store " + other + ", not to store " + storeId + ". Set "
                            + KEY_FILE + " to this store's own file, or unset it for the usual place");
        }
    }

    @Override
    public void saveKeys(String storeId, List<byte[]> keys) {
        var text = new StringBuilder("# LockCred vault key. Who has this file and the store can read PINs.\n");
        text.append("store ").append(storeId).append('\n');
        keys.forEach(
                key -> text.append("key ").append(HexFormat.of().formatHex(key)).append('\n'));
        write(keyFile(storeId), text.toString());
    }

    @Override
    public Optional<String> anchor(String storeId) {
        return read(anchorFile(storeId)).map(String::strip);
    }

    @Override
    public void saveAnchor(String storeId, String anchor) {
        write(anchorFile(storeId), anchor + "\n");
    }

    @Override
    public void requireOutside(String storeId, Path storeFolder) {
        Path folder = real(storeFolder);
        for (Path file : List.of(keyFile(storeId), anchorFile(storeId))) {
            if (real(file).startsWith(folder)) {
                throw new StoreException(
                        Kind.KEY,
                        "the key would stand at " + file + ", in the store's own folder " + storeFolder
                                + ": who copies the one would have the other. Set " + KEY_FILE
                                + " to a file elsewhere, or move the store");
            }
        }
    }

    @Override
    public String location(String storeId) {
        return keyFile(storeId).toString();
    }

    private Path keyFile(String storeId) {
        return keyFile.orElseGet(() -> configuration.resolve(storeId).resolve("vault.key"));
    }

    private Path anchorFile(String storeId) {
        return anchorFile
                .or(() -> keyFile.map(file -> file.resolveSibling(file.getFileName() + ".anchor")))
                .orElseGet(() -> configuration.resolve(storeId).resolve("anchor"));
    }

    /** The path with the links of all that exists of it resolved. */
    private static Path real(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        for (Path known = absolute; known != null; known = known.getParent()) {
            if (Files.exists(known)) {
                try {
                    return known.toRealPath().resolve(known.relativize(absolute));
                } catch (IOException e) {
                    return absolute;
                }
            }
        }
        return absolute;
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.of(""); // not ours, or damaged: the caller finds nothing in it
        } catch (IOException e) {
            throw new StoreException(
                    Kind.KEY,
                    "cannot read " + file + " (" + PrivateFiles.reason(e)
                            + "): check that it belongs to the user who runs" + " this",
                    e);
        }
    }

    private static void requirePrivate(Path file) {
        try {
            if (PrivateFiles.posix(file)) {
                var open = EnumSet.copyOf(OTHERS);
                open.retainAll(Files.getPosixFilePermissions(file));
                if (!open.isEmpty()) {
                    throw new StoreException(
                            Kind.KEY,
                            "the key file " + file
                                    + " can be read or changed by others. Make it yours alone (chmod 600 " + file
                                    + "); if anybody else may have seen it, rotate the key afterwards");
                }
            }
        } catch (IOException e) {
            throw new StoreException(Kind.KEY, "cannot see who may read the key file " + file, e);
        }
    }

    private static void write(Path file, String text) {
        try {
            PrivateFiles.replace(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new StoreException(
                    Kind.KEY,
                    "cannot write " + file + " (" + PrivateFiles.reason(e) + "): make its folder writable, or set "
                            + KEY_FILE + " or " + ANCHOR_FILE + " to another place",
                    e);
        }
    }
}
