// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.internal;

import dev.lockcred.testkit.internal.Needle.View;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text, as each {@link View} shows it. */
final class Haystack {

    /** A date, with or without a time, as ISO 8601 writes them: their parts are no bytes, and any four digits come by. */
    private static final Pattern DATE = Pattern.compile(
            "(?<![0-9a-z])(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
                    + "(?:[t ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\\.[0-9]{1,9})?)?(?:z|[+-][0-9]{2}:[0-9]{2})?)?");

    private static final Pattern SPACED_HEX =
            Pattern.compile("(?<![0-9a-z])(?:0x)?[0-9a-f]{2}(?:[ :,;-]{1,2}(?:0x)?[0-9a-f]{2})+(?![0-9a-z])");
    private static final Pattern NUMBER_LIST = Pattern.compile(
            "(?<![0-9a-z])(?:0x)?[0-9]{1,2}(?:['\"]?[ ,;:|/-]{1,3}['\"]?(?:0x)?[0-9]{1,2}){3,}(?![0-9a-z])");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private Haystack() {}

    static String view(View view, String text) {
        return switch (view) {
            case LOWER -> text.toLowerCase(Locale.ROOT);
            case CASED -> text.replace('-', '+').replace('_', '/');
            case DUMP -> dumps(dateless(text));
            case LIST -> lists(dateless(text));
        };
    }

    private static String dateless(String text) {
        return DATE.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("\n");
    }

    private static String dumps(String text) {
        var joined = new StringBuilder();
        Matcher run = SPACED_HEX.matcher(text);
        while (run.find()) {
            joined.append(run.group().replace("0x", "").replaceAll("[^0-9a-f]", ""))
                    .append('\n');
        }
        return joined.toString();
    }

    private static String lists(String text) {
        var joined = new StringBuilder();
        Matcher run = NUMBER_LIST.matcher(text);
        while (run.find()) {
            Matcher number = NUMBER.matcher(run.group().replace("0x", ""));
            while (number.find()) {
                String digits = number.group();
                int value = digits.length() > 2 ? -1 : Integer.parseInt(digits);
                if (value >= 0 && value <= 9) {
                    joined.append(value);
                } else if (value >= '0' && value <= '9') {
                    joined.append((char) value);
                } else {
                    joined.append('\n');
                }
            }
            joined.append('\n');
        }
        return joined.toString();
    }
}
