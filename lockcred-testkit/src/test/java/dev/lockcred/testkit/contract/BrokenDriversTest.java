// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.lockcred.fake.FakeModel;
import dev.lockcred.testkit.Pins;
import dev.lockcred.testkit.TestHost;
import dev.lockcred.testkit.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** The contract is tested itself: each broken driver is caught by exactly the rule that is meant for it. */
class BrokenDriversTest {

    /** The broken driver of the moment; the engine makes the class below itself and passes nothing in. */
    private static Breakage present;

    static class Contract extends LockDriverContract {
        @Override
        protected LockUnderTest open(TestHost host, VirtualTime time) {
            return present.open();
        }
    }

    static Stream<Breakage> breakages() {
        return Stream.of(
                        BrokenWriters.all(),
                        BrokenRest.life(),
                        BrokenRest.reads(),
                        BrokenRest.uses(),
                        BrokenRest.costsAndSecrets())
                .flatMap(List::stream);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("breakages")
    void isCaughtByItsRuleAlone(Breakage breakage) {
        List<Event> failed = run(breakage).failed().list();

        assertThat(failed.stream().map(e -> ruleOf(e.getTestDescriptor().getDisplayName())))
                .as(() -> "rules that failed: "
                        + failed.stream().map(BrokenDriversTest::message).toList())
                .containsExactly(breakage.rule());
        assertThat(failed).allSatisfy(e -> assertThat(message(e)).contains("To do: "));
    }

    @Test
    void everyRuleCatchesSomething() {
        Set<String> rules = Stream.of(LockDriverContract.class.getMethods())
                .map(method -> method.getAnnotation(DisplayName.class))
                .filter(name -> name != null)
                .map(name -> ruleOf(name.value()))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> caught = breakages().map(Breakage::rule).collect(Collectors.toCollection(TreeSet::new));

        assertThat(caught).isEqualTo(rules);
        assertThat(breakages().count()).isGreaterThanOrEqualTo(25);
    }

    @Test
    void aSoundDriverFailsNothing() {
        Events tests = run(new Breakage("none", "nothing", FakeModel.zwave(), (real, door) -> new Spoilt(real)));

        assertThat(tests.failed().list()).isEmpty();
        assertThat(tests.succeeded().count()).isGreaterThan(40);
    }

    private static Events run(Breakage breakage) {
        present = breakage;
        List<Events> tests = new ArrayList<>();
        // What leaks inside must not fail this test: it is what some of them do wrong.
        Pins.leaksDuring(() -> tests.add(EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Contract.class))
                .execute()
                .testEvents()));
        return tests.get(0);
    }

    private static String ruleOf(String displayName) {
        return displayName.replaceFirst("[ :].*", "");
    }

    private static String message(Event failed) {
        return failed.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .map(Throwable::getMessage)
                .orElse("");
    }
}
