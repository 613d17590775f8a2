// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.Finding;
import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.User;
import dev.lockcred.fake.FakeModel;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A lock is who it is, not where it is found (D7): one lock under two names, and another lock under the name of the first. */
class LockIdentityTest {
    private final House house = new House().with("front", FakeModel.matter()).open();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void onlyTheFirstNameWrites() throws Exception {
        User anna = house.user("Anna", "918273");
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.manager.locks().put(Lock.of(LockId.of("hall"), "fake", "front"));
        User ben = house.user("Ben", "564738");
        house.grant(ben, to -> to.locks("hall"));
        long writes = house.lock("front").writes();

        Report report = house.apply();

        assertThat(house.lock("front").writes()).isEqualTo(writes);
        assertThat(report.lines())
                .filteredOn(line -> line.user().equals(ben.id()))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.status()).isNotEqualTo(Report.Status.CONFIRMED);
                    assertThat(line.text()).contains("same lock as front");
                });
        assertThat(house.manager.findings()).anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.SAME_LOCK);
            assertThat(finding.action()).contains("forget hall");
        });
    }

    @Test
    void theOtherNameTakesOverWhenTheFirstIsForgotten() throws Exception {
        house.user("Anna", "918273");
        house.manager.locks().put(Lock.of(LockId.of("hall"), "fake", "front"));
        User ben = house.user("Ben", "564738");
        house.grant(ben, to -> to.locks("hall"));
        house.apply();

        house.manager.locks().forget(LockId.of("front"), Locks.Forget.LEAVE);
        Report report = house.apply();

        assertThat(report.lines(Report.Status.CONFIRMED)).hasSize(1);
        assertThat(house.manager.findings()).noneMatch(f -> f.kind() == Finding.Kind.SAME_LOCK);
    }

    @Test
    void aRestartKeepsTheFirstName() throws Exception {
        User anna = house.user("Anna", "918273");
        house.grant(anna, to -> to.locks("front"));
        house.apply();
        house.manager.locks().put(Lock.of(LockId.of("a-hall"), "fake", "front"));
        house.grant(anna, to -> to.locks("a-hall"));
        house.apply();

        house.restart();

        assertThat(house.manager.findings())
                .filteredOn(f -> f.kind() == Finding.Kind.SAME_LOCK)
                .singleElement()
                .satisfies(f -> assertThat(f.text()).startsWith("a-hall is the same lock as front"));
    }

    @Test
    void anotherLockInItsPlaceIsNotWrittenToUntilAPersonSaysSo() throws Exception {
        User anna = house.user("Anna", "918273");
        User ben = house.user("Ben", "564738");
        house.grant(anna, to -> to.locks("front"));
        house.apply();

        house.lock("front").replace(FakeModel.zwave());
        house.restart();
        house.grant(ben, to -> to.locks("front"));
        house.manager.grants().revoke(anna.id(), List.of());
        house.apply();

        assertThat(house.lock("front").occupied()).isEmpty();
        assertThat(house.manager.findings())
                .anySatisfy(f -> assertThat(f.kind()).isEqualTo(Finding.Kind.REPLACED));
        assertThat(house.manager.doorsAtRisk()).singleElement().satisfies(door -> {
            assertThat(door.user()).isEqualTo(anna.id());
            assertThat(door.text()).contains("not the lock that was here before");
        });
        assertThat(house.manager.explain(ben, "front").causes()).anyMatch(c -> c.contains("nothing is written"));

        house.manager.confirm(LockId.of("front"));
        Report report = house.apply();

        assertThat(house.manager.doorsAtRisk()).isEmpty();
        assertThat(report.lines(Report.Status.CONFIRMED))
                .extracting(Report.Line::user)
                .containsExactly(ben.id());
    }
}
