// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.run;

import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.command.site.Words;
import dev.lockcred.core.LockManagerException;
import dev.lockcred.core.NotPermittedException;
import dev.lockcred.core.PinRefusedException;
import dev.lockcred.core.store.StoreException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong in words, with the exit code it has. A stack trace is shown on {@code --verbose} only. */
public final class Failures implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {

    private final Root root;

    public Failures(Root root) {
        this.root = root;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
        PrintWriter err = line.getErr();
        int code = tell(failure, line, err);
        if (root.verbose()) {
            failure.printStackTrace(err);
        }
        err.flush();
        line.getOut().flush();
        return code;
    }

    private static int tell(Exception failure, CommandLine line, PrintWriter err) {
        String name = line.getCommandSpec().qualifiedName();
        if (isInterruption(failure)) {
            err.println(name + ": " + Interruption.SAID);
            return Exit.INTERRUPTED;
        }
        if (failure instanceof SiteFileException site) {
            site.text().forEach(err::println);
            int count = site.problems().size();
            err.println(
                    (count == 1 ? "1 mistake" : count + " mistakes") + " in " + site.file() + "; nothing was touched");
            return Exit.USAGE;
        }
        if (failure instanceof UsageException || failure instanceof IllegalArgumentException) {
            err.println(name + ": " + failure.getMessage());
            return Exit.USAGE;
        }
        if (failure instanceof FailedException
                || failure instanceof LockManagerException
                || failure instanceof StoreException
                || failure instanceof NotPermittedException
                || failure instanceof PinRefusedException) {
            err.println(name + ": " + failure.getMessage());
            return Exit.FAILED;
        }
        err.println(name + ": this is a mistake in lockcred, not in what you did ("
                + failure.getClass().getSimpleName() + "). With --verbose it shows where: please report that");
        return Exit.FAILED;
    }

    private static boolean isInterruption(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof InterruptedException) {
                return true;
            }
        }
        return Thread.currentThread().isInterrupted();
    }

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandLine line = failure.getCommandLine();
        PrintWriter err = line.getErr();
        String name = line.getCommandSpec().qualifiedName();
        err.println(name + ": " + text(failure, line));
        err.println("Try '" + name + " --help'.");
        err.flush();
        return Exit.USAGE;
    }

    private static String text(ParameterException failure, CommandLine line) {
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String wrong = unmatched.getUnmatched().get(0);
            if (wrong.startsWith("-")) {
                String option = wrong.replaceFirst("=.*", "");
                List<String> known = line.getCommandSpec().optionsMap().keySet().stream()
                        .filter(o -> o.startsWith("--"))
                        .toList();
                return "unknown option '" + option + "'"
                        + Words.nearest(option, known)
                                .map(o -> ", did you mean '" + o + "'?")
                                .orElse("");
            }
            if (!line.getSubcommands().isEmpty()) {
                return "unknown command '" + wrong + "'"
                        + Words.nearest(wrong, line.getSubcommands().keySet())
                                .map(c -> ", did you mean '" + c + "'?")
                                .orElse("");
            }
            // Might be a PIN that somebody typed where it does not belong.
            return "there is one argument too many";
        }
        return String.valueOf(failure.getMessage())
                .replace("is not an int", "is no whole number")
                .replace("is not a long", "is no whole number")
                .replaceFirst("^Error: ", "");
    }
}
