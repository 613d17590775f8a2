// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.doors;

import dev.lockcred.AccessOperation;
import dev.lockcred.Pin;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.PinEntry;
import dev.lockcred.command.run.UsageException;
import dev.lockcred.command.site.DriverSection;
import dev.lockcred.command.site.Site;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.command.site.Words;
import dev.lockcred.fake.Entry;
import dev.lockcred.fake.FakeLock;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lockcred fake}. */
@Command(
        name = "fake",
        description =
                "Play the person at a fake lock's door. The lock is one of the site file whose driver has a 'state' file.",
        footer = {
            "",
            "What can be done:",
            "  type PIN              type a code at the keypad ('-': read it from standard input)",
            "  hand lock|unlock      turn the thumbturn      key lock|unlock   turn the key",
            "  program SLOT PIN      put a code of one's own into a slot, in the lock's own menu",
            "  erase SLOT            delete a code there     enable|disable SLOT",
            "  offline, online       carry it out of radio range, and back",
            "  programming-code      give the lock's own menu another code",
            "  reset                 back to the state in which it left the factory",
            "  battery PERCENT       jam on|off",
            "A fake lock's codes are toys; real ones never stand on a command line."
        })
public final class FakeCommand extends Action {

    private static final List<String> ACTS = List.of(
            "type",
            "hand",
            "key",
            "program",
            "erase",
            "enable",
            "disable",
            "programming-code",
            "offline",
            "online",
            "reset",
            "battery",
            "jam");

    @Parameters(index = "0", paramLabel = "LOCK", description = "Which.")
    private String lock = "";

    @Parameters(index = "1", paramLabel = "ACT", description = "What is done there, see below.")
    private String act = "";

    @Parameters(index = "2..*", arity = "0..2", paramLabel = "WITH", description = "With what.")
    private List<String> with = new ArrayList<>();

    @Override
    public Integer call() throws SiteFileException {
        FakeLock fake = fake(site());
        String said = switch (act) {
            case "type" -> type(fake);
            case "hand" -> {
                fake.turnByHand(operation(0));
                yield "turned by hand: " + with.get(0);
            }
            case "key" -> {
                fake.turnKey(operation(0));
                yield "turned with the key: " + with.get(0);
            }
            case "program" -> {
                int slot = number(0, "a slot");
                try (Pin pin = pin(1)) {
                    fake.program(slot, pin);
                }
                yield "a code was put into slot " + slot + " at the lock";
            }
            case "erase" -> {
                int slot = number(0, "a slot");
                fake.erase(slot);
                yield "slot " + slot + " was erased at the lock";
            }
            case "enable", "disable" -> {
                int slot = number(0, "a slot");
                fake.setEnabled(slot, act.equals("enable"));
                yield "slot " + slot + " was " + act + "d at the lock";
            }
            case "programming-code" -> {
                fake.changeProgrammingCode();
                yield "the code of its own menu was changed at the lock";
            }
            case "offline" -> {
                fake.offline();
                yield "is out of radio range now";
            }
            case "online" -> {
                fake.online();
                yield "is in radio range again";
            }
            case "reset" -> {
                fake.reset();
                yield "was reset to its factory state; its codes are gone";
            }
            case "battery" -> {
                int percent = number(0, "a percentage");
                fake.battery(percent);
                yield "its battery is at " + percent + "%";
            }
            case "jam" -> {
                boolean on = argument(0, "on or off").equals("on");
                fake.jam(on);
                yield on ? "its bolt sticks" : "its bolt is free";
            }
            default -> throw new UsageException("nobody can '" + act + "' at a fake lock" + Words.suggest(act, ACTS));
        };
        if (root().json()) {
            print(document("fake").put("lock", lock).put("act", act).put("text", said));
        } else {
            page().say(lock + ": " + said + ".");
        }
        return Exit.OK;
    }

    private String type(FakeLock fake) {
        try (Pin pin = pin(0)) {
            Entry entry = fake.type(pin);
            return switch (entry) {
                case OPENED -> "the code opens the door";
                case RECOGNISED -> "the code is recognised and does not open";
                case WRONG_CODE -> "wrong code, the door stays shut";
                case DISABLED -> "the code is disabled, the door stays shut";
                case OUTSIDE_SCHEDULE -> "not at this hour, the door stays shut";
                case LOCKED_OUT -> "too many wrong codes: the keypad is shut for a while";
            };
        }
    }

    private FakeLock fake(Site site) {
        var found = site.file().locks().get(lock);
        if (found == null) {
            throw new UsageException("there is no lock '" + lock + "' in " + site.name()
                    + Words.suggest(lock, site.file().locks().keySet()));
        }
        String driver = found.value().driver().value();
        if (!(Objects.requireNonNull(site.file().drivers().get(driver)).value() instanceof DriverSection.Fake fake)) {
            throw new UsageException(lock + " is no fake lock: it hangs on the driver " + driver);
        }
        Path state = fake.state()
                .map(s -> site.folder().resolve(s.value()))
                .orElseThrow(() -> new UsageException("the fake driver " + driver
                        + " forgets its locks when a command ends:" + " give it a 'state: toy.txt' in " + site.name()));
        return FakeLock.inFile(state, found.value().address().value(), InstantSource.system());
    }

    private String argument(int index, String what) {
        if (with.size() <= index) {
            throw new UsageException("'" + act + "' needs " + what + ": see lockcred fake --help");
        }
        return with.get(index);
    }

    private int number(int index, String what) {
        String text = argument(index, what);
        if (!text.matches("[0-9]{1,5}")) {
            throw new UsageException("'" + act + "' needs " + what + " as a number");
        }
        return Integer.parseInt(text);
    }

    private AccessOperation operation(int index) {
        return switch (argument(index, "lock or unlock")) {
            case "lock" -> AccessOperation.LOCK;
            case "unlock" -> AccessOperation.UNLOCK;
            default -> throw new UsageException("'" + act + "' needs lock or unlock");
        };
    }

    private Pin pin(int index) {
        String text = argument(index, "the digits of a code");
        char[] digits = text.equals("-") ? PinEntry.read(here().in()) : text.toCharArray();
        try {
            return Pin.of(digits);
        } catch (IllegalArgumentException e) {
            throw new UsageException("that is no PIN: " + e.getMessage());
        } finally {
            Arrays.fill(digits, ' ');
        }
    }
}
