// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.policy;

import dev.lockcred.Pin;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What makes a PIN easy to guess (R10). Digits are compared as characters, never as a number (R6). */
public enum Weakness {
    ALL_EQUAL("all digits are the same"),
    RUN("the digits go up or down in equal steps"),
    REPEAT("a part is repeated"),
    YEAR("it looks like a year"),
    COMMON("it is among those everybody tries first"),
    OWN_NUMBER("it is part of the owner's telephone number");

    private static final int SHORTEST_OF_A_NUMBER = 4;

    /** Found at the top of published counts of leaked PINs, or drawn on the keypad in one stroke. */
    private static final List<String> TRIED_FIRST = List.of(
            "1004",
            "6969",
            "1122",
            "1123",
            "1221",
            "1235",
            "1342",
            "1478",
            "1590",
            "2112",
            "2580",
            "0852",
            "3690",
            "5150",
            "5683",
            "7410",
            "8520",
            "9630",
            "9870",
            "0007",
            "0070",
            "4711",
            "7532",
            "1337",
            "12321",
            "11223",
            "12344",
            "24680",
            "13579",
            "102030",
            "112233",
            "123321",
            "123654",
            "147258",
            "147852",
            "159357",
            "159753",
            "258456",
            "258852",
            "314159",
            "321654",
            "456123",
            "456852",
            "654123",
            "741852",
            "753951",
            "789456",
            "852456",
            "951753",
            "963852",
            "987123",
            "112358",
            "1231234",
            "1234321",
            "1478963",
            "7894561",
            "11223344",
            "12341234",
            "12344321",
            "14789632",
            "31415926",
            "74108520",
            "147258369",
            "147896325",
            "369258147",
            "741852963",
            "789456123",
            "963852741",
            "987456321",
            "1029384756");

    private final String words;

    Weakness(String words) {
        this.words = words;
    }

    /** For people; says nothing of the digits but the weakness itself. */
    public String words() {
        return words;
    }

    /** The first weakness found, if there is any. */
    public static Optional<Weakness> of(Pin pin, List<String> ownNumbers) {
        byte[] digits = pin.copyBytes();
        try {
            if (repeatsAfter(digits, 1)) {
                return digits.length > 1 ? Optional.of(ALL_EQUAL) : Optional.of(COMMON);
            } else if (isRun(digits)) {
                return Optional.of(RUN);
            } else if (isRepeat(digits)) {
                return Optional.of(REPEAT);
            } else if (isYear(digits)) {
                return Optional.of(YEAR);
            } else if (TRIED_FIRST.stream()
                    .anyMatch(common -> isAt(digits, common, 0) && common.length() == digits.length)) {
                return Optional.of(COMMON);
            }
            return ownNumbers.stream().anyMatch(number -> isPartOf(digits, number))
                    ? Optional.of(OWN_NUMBER)
                    : Optional.empty();
        } finally {
            Arrays.fill(digits, (byte) 0);
        }
    }

    /** 1234, 9876, 7890, 2468: the step from each digit to the next is the same, where 0 follows 9. */
    private static boolean isRun(byte[] digits) {
        if (digits.length < 3) {
            return false;
        }
        int step = Math.floorMod(digits[1] - digits[0], 10);
        for (int i = 2; i < digits.length; i++) {
            if (Math.floorMod(digits[i] - digits[i - 1], 10) != step) {
                return false;
            }
        }
        return step <= 2 || step >= 8;
    }

    /** 1212, 123123, 12121: it consists of a part at least twice. */
    private static boolean isRepeat(byte[] digits) {
        for (int period = 2; period <= digits.length / 2; period++) {
            if (repeatsAfter(digits, period)) {
                return true;
            }
        }
        return false;
    }

    private static boolean repeatsAfter(byte[] digits, int period) {
        for (int i = period; i < digits.length; i++) {
            if (digits[i] != digits[i - period]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isYear(byte[] digits) {
        return digits.length == 4 && (digits[0] == '1' && digits[1] == '9' || digits[0] == '2' && digits[1] == '0');
    }

    private static boolean isPartOf(byte[] digits, String number) {
        String plain = number.replaceAll("[^0-9]", "");
        if (digits.length < SHORTEST_OF_A_NUMBER) {
            return false;
        }
        for (int at = 0; at + digits.length <= plain.length(); at++) {
            if (isAt(digits, plain, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAt(byte[] digits, String text, int at) {
        if (at + digits.length > text.length()) {
            return false;
        }
        for (int i = 0; i < digits.length; i++) {
            if (digits[i] != text.charAt(at + i)) {
                return false;
            }
        }
        return true;
    }
}
