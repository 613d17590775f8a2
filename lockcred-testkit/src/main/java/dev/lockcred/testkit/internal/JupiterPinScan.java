// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.internal;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Brings the PIN scanner to every Jupiter test, where extensions are detected automatically. */
public final class JupiterPinScan
        implements BeforeAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback,
                TestExecutionExceptionHandler,
                LifecycleMethodExecutionExceptionHandler {

    @Override
    public void beforeAll(ExtensionContext context) {
        Watch.open(context.getDisplayName());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Watch.open(context.getDisplayName());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        fail(Watch.close());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        fail(Watch.close());
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        Watch.heard("the exception that ended it", failure);
        throw failure;
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        Watch.heard("the exception before it", failure);
        throw failure;
    }

    @Override
    public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        Watch.heard("the exception after it", failure);
        throw failure;
    }

    private static void fail(List<String> leaks) {
        if (!leaks.isEmpty()) {
            throw Watch.failure(leaks);
        }
    }
}
