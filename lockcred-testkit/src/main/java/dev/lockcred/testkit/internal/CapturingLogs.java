// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.internal;

import dev.lockcred.testkit.LoggedErrors;
import java.io.Serial;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The logging provider of tests: every level is on, so that every line is formatted and heard by the PIN scanner. Prints
 * nothing, unless {@code -Dlockcred.testkit.log=LEVEL} says from which level on.
 */
public final class CapturingLogs implements SLF4JServiceProvider {

    private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new NOPMDCAdapter();
    private final int printedFrom;

    public CapturingLogs() {
        String level = System.getProperty("lockcred.testkit.log", "");
        this.printedFrom = level.isEmpty()
                ? Integer.MAX_VALUE
                : Level.valueOf(level.toUpperCase(Locale.ROOT)).toInt();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return name -> loggers.computeIfAbsent(name, n -> new Capturing(n, printedFrom));
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {
        // all is ready
    }

    private static final class Capturing extends LegacyAbstractLogger {
        @Serial
        private static final long serialVersionUID = 1L;

        private final int printedFrom;

        Capturing(String name, int printedFrom) {
            this.name = name;
            this.printedFrom = printedFrom;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                @Nullable String pattern,
                Object @Nullable [] arguments,
                @Nullable Throwable failure) {
            String line = MessageFormatter.basicArrayFormat(pattern, arguments);
            String origin = "a log line (" + level + " " + name + ")";
            Watch.heard(origin, line == null ? "" : line);
            Watch.heard("the exception with " + origin, failure);
            if (level == Level.ERROR) {
                LoggedErrors.heard(name + ": " + line, failure);
            }
            if (level.toInt() >= printedFrom) {
                System.err.println(level + " " + name + " " + line);
                if (failure != null) {
                    failure.printStackTrace();
                }
            }
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        public boolean isTraceEnabled() {
            return true;
        }

        @Override
        public boolean isDebugEnabled() {
            return true;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }
}
