// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import dev.lockcred.Pin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Fetches a PIN or a programming code from where the site file says it is. Says what is wrong without saying what it found. */
final class PinSources {

    private static final int LARGEST = 100;

    private PinSources() {}

    /** @throws IllegalArgumentException when there is none, or what is there is no PIN */
    static Pin read(PinSource source, Path folder, Map<String, String> environment) {
        if (source.env().isPresent()) {
            String name = source.env().get().value();
            String value = environment.get(name);
            if (value == null) {
                throw new IllegalArgumentException(
                        "the environment variable " + name + " is not set: set it for this command, or remove `"
                                + source.of().key() + "` here");
            }
            return pin(value.strip().toCharArray(), "the environment variable " + name, source.of());
        }
        String name = source.file().map(At::value).orElseThrow();
        Path file = folder.resolve(name);
        try {
            if (Files.size(file) > LARGEST) {
                throw new IllegalArgumentException("the file " + name + " is too long to hold one "
                        + source.of().words());
            }
            byte[] bytes = Files.readAllBytes(file);
            char[] text = new char[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                text[i] = (char) (bytes[i] & 0xFF);
            }
            Arrays.fill(bytes, (byte) 0);
            int end = text.length;
            while (end > 0 && Character.isWhitespace(text[end - 1])) {
                end--;
            }
            char[] digits = Arrays.copyOf(text, end);
            Arrays.fill(text, ' ');
            return pin(digits, "the file " + name, source.of());
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    "there is no file " + name + " (relative paths are relative to the site file)", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the file " + name + " cannot be read: check its rights", e);
        }
    }

    private static Pin pin(char[] digits, String where, PinSource.Of of) {
        String otherwise = where + " holds no " + of.words() + ": 4 to 10 digits and nothing else";
        try {
            if (digits.length < 4 || digits.length > 10) {
                throw new IllegalArgumentException(otherwise);
            }
            return Pin.of(digits);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(otherwise, e);
        } finally {
            Arrays.fill(digits, ' ');
        }
    }
}
