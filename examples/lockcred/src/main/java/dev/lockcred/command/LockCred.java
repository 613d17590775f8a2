// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

import dev.lockcred.command.doors.AdoptCommand;
import dev.lockcred.command.doors.CodesCommand;
import dev.lockcred.command.doors.ConfirmCommand;
import dev.lockcred.command.doors.FakeCommand;
import dev.lockcred.command.doors.ForgetCommand;
import dev.lockcred.command.doors.LockCommand;
import dev.lockcred.command.doors.LocksCommand;
import dev.lockcred.command.doors.ReleaseCommand;
import dev.lockcred.command.doors.UnlockCommand;
import dev.lockcred.command.people.DisableCommand;
import dev.lockcred.command.people.EnableCommand;
import dev.lockcred.command.people.GrantCommand;
import dev.lockcred.command.people.GrantsCommand;
import dev.lockcred.command.people.PinCommand;
import dev.lockcred.command.people.RevokeCommand;
import dev.lockcred.command.people.RotateCommand;
import dev.lockcred.command.people.UnrevokeCommand;
import dev.lockcred.command.people.UserCommand;
import dev.lockcred.command.people.UsersCommand;
import dev.lockcred.command.plan.ApplyCommand;
import dev.lockcred.command.plan.CheckCommand;
import dev.lockcred.command.plan.DoctorCommand;
import dev.lockcred.command.plan.ExplainCommand;
import dev.lockcred.command.plan.PlanCommand;
import dev.lockcred.command.plan.ServeCommand;
import dev.lockcred.command.plan.SimulateCommand;
import dev.lockcred.command.plan.StatusCommand;
import dev.lockcred.command.radio.MatterCommand;
import dev.lockcred.command.radio.ZWaveCommand;
import dev.lockcred.command.radio.ZigbeeCommand;
import dev.lockcred.command.records.AuditCommand;
import dev.lockcred.command.records.BackupCommand;
import dev.lockcred.command.records.ExportCommand;
import dev.lockcred.command.records.HistoryCommand;
import dev.lockcred.command.records.ImportCommand;
import dev.lockcred.command.records.RestoreCommand;
import dev.lockcred.command.run.Root;
import dev.lockcred.command.run.Surroundings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code lockcred} itself, which does nothing without a command but keeps the options all of them have. */
@Command(
        name = "lockcred",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            CheckCommand.class,
            DoctorCommand.class,
            StatusCommand.class,
            PlanCommand.class,
            ApplyCommand.class,
            ServeCommand.class,
            ExplainCommand.class,
            SimulateCommand.class,
            UsersCommand.class,
            UserCommand.class,
            GrantsCommand.class,
            GrantCommand.class,
            EnableCommand.class,
            DisableCommand.class,
            RevokeCommand.class,
            UnrevokeCommand.class,
            RotateCommand.class,
            PinCommand.class,
            LocksCommand.class,
            CodesCommand.class,
            AdoptCommand.class,
            ReleaseCommand.class,
            ConfirmCommand.class,
            ForgetCommand.class,
            LockCommand.class,
            UnlockCommand.class,
            FakeCommand.class,
            HistoryCommand.class,
            AuditCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            ZWaveCommand.class,
            MatterCommand.class,
            ZigbeeCommand.class
        },
        description = "Say once who may open which door and when; every lock agrees, and it is proved.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "  0:all that is due is confirmed",
            "  1:something failed or was refused",
            "  2:bad usage or bad site file; nothing was touched",
            "  3:pending: accepted but not proved, unreachable, or waiting",
            "130:interrupted"
        })
final class LockCred implements Runnable, Root {

    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--site",
            paramLabel = "FILE",
            defaultValue = "site.yaml",
            scope = ScopeType.INHERIT,
            description = "The site file (default: ${DEFAULT-VALUE}).")
    private String site = "site.yaml";

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Answer in JSON, for programs; messages go to stderr.")
    private boolean json;

    @Option(
            names = {"-y", "--yes"},
            scope = ScopeType.INHERIT,
            description = "Ask nothing.")
    private boolean yes;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Say more, and where mistakes of lockcred come from.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help message and exit.")
    @SuppressWarnings("UnusedVariable") // picocli looks at the annotation, we at neither
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print version information and exit.")
    @SuppressWarnings("UnusedVariable") // as above
    private boolean version;

    LockCred(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        CommandLine line = spec != null ? spec.commandLine() : new CommandLine(this);
        throw new ParameterException(line, "which command? For a first look: lockcred demo");
    }

    @Override
    public Surroundings surroundings() {
        return surroundings;
    }

    @Override
    public String siteName() {
        return site;
    }

    @Override
    public boolean json() {
        return json;
    }

    @Override
    public boolean yes() {
        return yes;
    }

    @Override
    public boolean verbose() {
        return verbose;
    }
}
