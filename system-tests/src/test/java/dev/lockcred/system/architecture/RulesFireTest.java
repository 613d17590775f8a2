// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.lockcred.system.architecture.Rooms.Room;
import dev.lockcred.system.architecture.bad.BadHabits;
import dev.lockcred.system.architecture.bad.Sql;
import dev.lockcred.system.architecture.bad.SwitchedOff;
import java.lang.module.ModuleDescriptor;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A rule that sees nothing is worse than none: each is shown an offence here, and must name it. */
final class RulesFireTest {
    private static final JavaClasses BAD =
            new ClassFileImporter().importPackagesOf(BadHabits.class, RulesFireTest.class);

    @ParameterizedTest
    @CsvSource({
        "SLEEP, Sleep",
        "CLOCK, Clocks",
        "ZONE, Zone",
        "THREADS, Threads",
        "COMMON_POOL, CommonPool",
        "HIDDEN_TIMER, HiddenTimer",
        "PARALLEL, Parallel",
        "RANDOM, Randomness",
        "IDENTITY, Identity",
        "CONSOLE, Console",
        "REFLECTION, Reflection"
    })
    void everyBadHabitIsSeenAndNoOther(Ban ban, String habit) {
        JavaClass type = BAD.get(BadHabits.class.getName() + "$" + habit);

        for (JavaMethod method : type.getMethods()) {
            if (method.getName().startsWith("lambda$")) {
                continue;
            }
            Set<Ban> seen = EnumSet.noneOf(Ban.class);
            Ban.usesOf(type)
                    .filter(use -> use.access().getOrigin().equals(method))
                    .forEach(use -> EnumSet.allOf(Ban.class).stream()
                            .filter(each -> each.broken(use))
                            .forEach(seen::add));
            assertThat(seen).as(method.getFullName()).containsExactly(ban);
        }
    }

    @ParameterizedTest
    @EnumSource(Ban.class)
    void noBanSeesAnOffenceInGoodCode(Ban ban) {
        JavaClass good = BAD.get(BadHabits.class.getName() + "$Good");

        assertThat(Ban.usesOf(good).filter(ban::broken)).isEmpty();
    }

    @Test
    void aForbiddenArrowIsSeen() {
        var here = new Room("here", List.of(BAD.get(Disabling.class)), null);
        var there = new Room("there", List.of(BAD.get(SwitchedOff.class)), null);
        var rooms = new Rooms(List.of(here, there));

        assertThat(rooms.forbiddenArrows(Map.of("here", Set.of())))
                .isNotEmpty()
                .allMatch(message -> message.startsWith("here must not know there"));
        assertThat(rooms.forbiddenArrows(Map.of("here", Set.of("there")))).isEmpty();
    }

    @Test
    void aForcedDoorIsSeen() {
        String bad = SwitchedOff.class.getPackageName();
        var here = new Room("lockcred-here", List.of(BAD.get(Disabling.class)), null);
        var closed = room(ModuleDescriptor.newModule("there").packages(Set.of(bad)));
        var toOthers = room(ModuleDescriptor.newModule("there").exports(bad, Set.of("somebody")));
        var toUs = room(ModuleDescriptor.newModule("there").exports(bad, Set.of("dev.lockcred.here")));
        var open = room(ModuleDescriptor.newModule("there").exports(bad));

        assertThat(new Rooms(List.of(here, closed)).forcedDoors()).isNotEmpty();
        assertThat(new Rooms(List.of(here, toOthers)).forcedDoors()).isNotEmpty();
        assertThat(new Rooms(List.of(here, toUs)).forcedDoors()).isEmpty();
        assertThat(new Rooms(List.of(here, open)).forcedDoors()).isEmpty();
    }

    @Test
    void anInternalPackageOpenToAllIsSeen() {
        var open = room(ModuleDescriptor.newModule("there").exports("there.internal.link"));
        var qualified = room(ModuleDescriptor.newModule("there").exports("there.internal.link", Set.of("simulators")));

        assertThat(new Rooms(List.of(open)).openInternals()).containsExactly("there.internal.link");
        assertThat(new Rooms(List.of(qualified)).openInternals()).isEmpty();
    }

    @Test
    void aSplitPackageIsSeen() {
        var here = new Room("here", List.of(BAD.get(Disabling.class)), null);
        var there = new Room("there", List.of(BAD.get(Libraries.class)), null);

        assertThat(new Rooms(List.of(here, there)).splitPackages())
                .containsExactly(getClass().getPackageName() + " is in [here, there]");
    }

    @Test
    void aLibraryInTheWrongHandsIsSeen() {
        assertThat(Libraries.usesOf(BAD.get(Sql.class), "java.sql")).isNotEmpty();
        assertThat(Libraries.usesOf(BAD.get(SwitchedOff.class), "java.sql")).isEmpty();
    }

    @Test
    void aSilentlyDisabledTestIsSeen() {
        assertThat(Disabling.withoutReason(BAD.get(SwitchedOff.class))).containsExactlyElementsOf(Disabling.PLANTED);
    }

    private static Room room(ModuleDescriptor.Builder descriptor) {
        return new Room("there", List.of(BAD.get(SwitchedOff.class)), descriptor.build());
    }
}
