// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.testkit.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes up a story: people move in, come and go, doors are used, hands meddle, things break and mend, processes die. */
final class Teller {

    private final RandomGenerator random;
    private final Setting setting;
    private final List<Step> story = new ArrayList<>();
    private long minutes;
    private int people;
    private int grants;
    private boolean stopped;

    private Teller(Seed seed, Setting setting) {
        this.random = seed.random("story");
        this.setting = setting;
    }

    static List<Step> tell(Seed seed, Setting setting) {
        var teller = new Teller(seed, setting);
        teller.begin();
        int steps = 25 + teller.random.nextInt(45);
        boolean calm = teller.random.nextInt(5) == 0; // some houses are quiet: there the tight limits count
        for (int i = 0; i < steps; i++) {
            teller.something(calm);
            if (teller.random.nextInt(3) == 0) {
                teller.pass();
            }
        }
        return List.copyOf(teller.story);
    }

    /** Weeks of a property: so many people from the first day on, a few things a day, some of them faults. */
    static List<Step> estate(Seed seed, Setting setting, int people, int days) {
        var teller = new Teller(seed, setting);
        for (int i = 0; i < people; i++) {
            teller.newcomer();
        }
        teller.add(new Step.Apply());
        while (teller.minutes < days * 24 * 60) {
            teller.something(teller.random.nextInt(3) > 0);
            teller.add(new Step.Pass(teller.random.nextInt(6 * 60)));
        }
        return List.copyOf(teller.story);
    }

    private void begin() {
        int count = 2 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            newcomer();
        }
        if (random.nextInt(3) == 0) {
            add(new Step.Program(door(), random.nextInt(6), code(), false));
        }
        add(new Step.Apply());
        pass();
    }

    private void newcomer() {
        add(new Step.Arrive(people, random.nextInt(4) == 0));
        add(new Step.Grant(grants++, people, doors(), hours()));
        people++;
    }

    private void something(boolean calm) {
        int dice = random.nextInt(calm ? 50 : 100);
        if (dice < 5) {
            newcomer();
        } else if (dice < 9) {
            Hours hours = hours();
            add(new Step.Grant(grants++, person(), doors(), hours));
        } else if (dice < 12) {
            add(new Step.EndGrant(grant()));
        } else if (dice < 15) {
            add(new Step.Disable(grant()));
        } else if (dice < 17) {
            add(new Step.Enable(grant()));
        } else if (dice < 21) {
            add(new Step.Revoke(person(), random.nextInt(3) == 0 ? -1 : door()));
        } else if (dice < 23) {
            add(new Step.Unrevoke(person(), random.nextInt(2) == 0 ? -1 : door()));
        } else if (dice < 25) {
            add(new Step.Leave(person()));
        } else if (dice < 29) {
            add(new Step.ChangePin(person(), random.nextBoolean(), random.nextInt(4) == 0));
        } else if (dice < 30) {
            add(new Step.RemovePin(person()));
        } else if (dice < 40) {
            add(new Step.Use(person(), door(), random.nextInt(4) == 0));
        } else if (dice < 42) {
            add(new Step.WrongCode(door()));
        } else if (dice < 44) {
            add(new Step.Thumbturn(door(), random.nextBoolean()));
        } else if (dice < 46) {
            add(new Step.Apply());
        } else if (dice < 50) {
            add(new Step.Restart(random.nextInt(5) == 0 ? random.nextInt(2000) : 1));
        } else if (dice < 58) {
            meddle();
        } else if (dice < 82) {
            fault();
        } else if (dice < 96) {
            process();
        } else {
            add(new Step.Confirm());
        }
    }

    private void meddle() {
        switch (random.nextInt(7)) {
            case 0, 1 -> add(new Step.Program(door(), random.nextInt(8), code(), random.nextBoolean()));
            case 2 -> add(new Step.Erase(door(), random.nextInt(5)));
            case 3 -> add(new Step.Toggle(door(), random.nextInt(5), random.nextInt(3) == 0));
            case 4 -> add(new Step.Rival(door(), 1 + random.nextInt(6), 5 + random.nextInt(90)));
            case 5 -> add(random.nextInt(4) == 0 ? new Step.Replace(door()) : new Step.Reset(door()));
            default -> add(new Step.Program(door(), random.nextInt(8), code(), false));
        }
    }

    private void fault() {
        int door = door();
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> during(new Step.Away(door), new Step.Back(door));
            case 3 -> add(new Step.LoseRequests(door, 1 + random.nextInt(6)));
            case 4, 5 -> add(new Step.LoseAnswers(door, 1 + random.nextInt(4)));
            case 6 -> during(new Step.Late(door, 500 + random.nextInt(5000)), new Step.Heal(door));
            case 7 -> during(new Step.EventsTwice(door), new Step.Heal(door));
            case 8 -> during(new Step.Starting(door), new Step.Heal(door));
            case 9 -> during(new Step.Full(door, 1 + random.nextInt(4)), new Step.Heal(door));
            case 10 -> during(new Step.RadioDown(radio()), new Step.RadioUp(radio()));
            default -> {
                add(new Step.RadioDown(0));
                pass();
                add(new Step.RadioUp(0));
            }
        }
    }

    private void process() {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> {
                add(new Step.Kill(random.nextInt(120), dead()));
                busy();
            }
            case 3, 4 -> {
                add(new Step.KillAtStore(random.nextInt(25), dead()));
                busy();
            }
            case 5 -> during(new Step.Stop(), new Step.Start());
            case 6 -> add(new Step.Restart(dead()));
            default -> add(new Step.Jump(random.nextInt(3) == 0 ? -random.nextInt(600) : random.nextInt(4000)));
        }
    }

    // Something to die in.
    private void busy() {
        if (random.nextBoolean()) {
            newcomer();
        } else {
            add(new Step.ChangePin(person(), random.nextBoolean(), false));
        }
        add(new Step.Apply());
    }

    // A few things happen meanwhile.
    private void during(Step begin, Step end) {
        add(begin);
        int meanwhile = random.nextInt(5);
        for (int i = 0; i < meanwhile; i++) {
            something(random.nextBoolean());
        }
        pass();
        add(end);
    }

    private int dead() {
        return random.nextInt(3) == 0 ? random.nextInt(3000) : random.nextInt(10);
    }

    private void pass() {
        add(new Step.Pass(
                switch (random.nextInt(5)) {
                    case 0 -> 1;
                    case 1 -> random.nextInt(30);
                    case 2 -> random.nextInt(300);
                    case 3 -> 60 * random.nextInt(24);
                    default -> 60 * random.nextInt(80);
                }));
    }

    private Hours hours() {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> new Hours.Always();
            case 3, 4 -> new Hours.Stay(random.nextInt(3) == 0 ? random.nextInt(400) : 0, 4 + random.nextInt(500));
            case 5, 6 -> new Hours.Weekly(1 + random.nextInt(127), random.nextInt(96), 2 + random.nextInt(60));
            default -> new Hours.Times(1 + random.nextInt(3), 1 + random.nextInt(9));
        };
    }

    private int doors() {
        if (setting.doors().size() > Integer.SIZE - 2) {
            return random.nextInt(3) == 0 ? -1 : 1 << door() | random.nextInt(); // every 32nd door has the same bit
        }
        int bits = 1 << door() | random.nextInt(1 << setting.doors().size());
        return random.nextInt(3) == 0 ? (1 << setting.doors().size()) - 1 : bits;
    }

    private int person() {
        return random.nextInt(Math.max(1, people));
    }

    private int grant() {
        return random.nextInt(Math.max(1, grants));
    }

    private int door() {
        return random.nextInt(setting.doors().size());
    }

    private int radio() {
        return random.nextInt(Setting.RADIOS);
    }

    private int code() {
        return random.nextInt(24);
    }

    private void add(Step step) {
        minutes += step instanceof Step.Pass pass ? pass.minutes() : 0;
        story.add(step);
    }
}
