// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.lock;

import dev.lockcred.matter.internal.doorlock.DoorLock;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Makes names acceptable to locks: at most ten bytes, and plainer when a firmware is choosy. Pure. */
final class Names {

    private Names() {}

    /**
     * The forms to try, best first; never empty. The last is no name at all: a code never fails for its name.
     *
     * <p>The first keeps letters of any script that fit; the next is ASCII letters, digits and spaces; the next without
     * spaces. Real firmwares were seen to refuse a colon and a space.
     */
    static List<Optional<String>> forms(String name) {
        var forms = new LinkedHashSet<Optional<String>>();
        String kept = clean(name, true);
        String plain = clean(Normalizer.normalize(name, Normalizer.Form.NFKD), false);
        String solid = plain.replace(" ", "");
        for (String form : List.of(kept, plain, solid)) {
            String cut = cut(form);
            if (!cut.isEmpty()) {
                forms.add(Optional.of(cut));
            }
        }
        forms.add(Optional.empty());
        return List.copyOf(forms);
    }

    /** Letters, digits and single spaces; anything else ends a word. */
    private static String clean(String name, boolean anyScript) {
        var text = new StringBuilder();
        name.codePoints().forEach(c -> {
            boolean keep = anyScript ? Character.isLetterOrDigit(c) : c < 128 && Character.isLetterOrDigit(c);
            boolean mark = Character.getType(c) == Character.NON_SPACING_MARK;
            if (keep) {
                text.appendCodePoint(c);
            } else if (!mark && text.length() > 0 && text.charAt(text.length() - 1) != ' ') {
                text.append(' ');
            }
        });
        return text.toString().trim();
    }

    /** As many whole characters as fit ten bytes of UTF-8. */
    private static String cut(String name) {
        int end = 0;
        int bytes = 0;
        while (end < name.length()) {
            int c = name.codePointAt(end);
            int size = new String(Character.toChars(c)).getBytes(StandardCharsets.UTF_8).length;
            if (bytes + size > DoorLock.MAX_NAME_BYTES) {
                break;
            }
            bytes += size;
            end += Character.charCount(c);
        }
        return name.substring(0, end).trim();
    }
}
