// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.run;

import dev.lockcred.command.site.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How long a command that changes something waits for the locks. */
public final class Waiting {

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "120s",
            converter = TimeSpan.class,
            description = "Wait at most so long for the locks, such as 30s or 5m (default: ${DEFAULT-VALUE}).")
    private Duration wait = Duration.ofMinutes(2);

    @Option(names = "--no-wait", description = "Return once the wish is stored; a later run carries it out.")
    private boolean noWait;

    @Option(
            names = "--accept-host-enforcement",
            description = "Also write codes whose end only a later run of lockcred would bring.")
    private boolean acceptHost;

    public Duration patience() {
        return noWait ? Duration.ZERO : wait;
    }

    public boolean isNoWait() {
        return noWait;
    }

    public boolean acceptHost() {
        return acceptHost;
    }

    /** A time span on the command line. */
    static final class TimeSpan implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                Duration value =
                        text.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(text)) : Durations.parse(text);
                if (value.compareTo(Duration.ofHours(24)) > 0) {
                    throw new TypeConversionException("'" + text + "' is longer than a day");
                }
                return value;
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + text + "' is no time span: write 30s, 5m or 1h");
            }
        }
    }
}
