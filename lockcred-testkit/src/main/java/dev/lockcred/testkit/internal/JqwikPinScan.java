// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.internal;

import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.lifecycle.AroundContainerHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.ContainerLifecycleContext;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/** Brings the PIN scanner to every jqwik property: around each class, each property and each try. */
public final class JqwikPinScan implements AroundContainerHook, AroundPropertyHook, AroundTryHook {

    private static final int OUTERMOST = -1000;

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public boolean appliesTo(Optional<AnnotatedElement> element) {
        return element.isPresent();
    }

    @Override
    public void beforeContainer(ContainerLifecycleContext context) {
        Watch.open(context.label());
    }

    @Override
    public void afterContainer(ContainerLifecycleContext context) {
        List<String> leaks = Watch.close();
        if (!leaks.isEmpty()) {
            throw Watch.failure(leaks);
        }
    }

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        Watch.open(context.extendedLabel());
        PropertyExecutionResult result;
        List<String> leaks;
        try {
            result = property.execute();
        } finally {
            leaks = Watch.close();
        }
        boolean passed = result.status() == PropertyExecutionResult.Status.SUCCESSFUL;
        return leaks.isEmpty() || !passed ? result : result.mapToFailed(Watch.failure(leaks));
    }

    @Override
    public TryExecutionResult aroundTry(TryLifecycleContext context, TryExecutor each, List<Object> parameters) {
        Watch.open(context.label());
        TryExecutionResult result;
        List<String> leaks;
        try {
            result = each.execute(parameters);
            result.throwable().ifPresent(failure -> Watch.heard("the exception that ended it", failure));
        } finally {
            leaks = Watch.close();
        }
        return leaks.isEmpty() || !result.isSatisfied() ? result : TryExecutionResult.falsified(Watch.failure(leaks));
    }

    @Override
    public int aroundPropertyProximity() {
        return OUTERMOST;
    }

    @Override
    public int aroundTryProximity() {
        return OUTERMOST;
    }

    @Override
    public int proximity() {
        return OUTERMOST;
    }
}
