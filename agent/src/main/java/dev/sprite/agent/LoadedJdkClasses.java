package dev.sprite.agent;

import dev.sprite.instrumentation.SiteRegistry;
import dev.sprite.instrumentation.jdk.JdkClasses;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.List;

/**
 * Has the JDK's classes instrumented that were loaded where no transformer sees them: ahead of the agent, or by a
 * transformer at work. Too much for a start, so it is done when a program is first asked about.
 */
final class LoadedJdkClasses {
    private LoadedJdkClasses() {}

    static void instrument(Instrumentation instrumentation, SiteRegistry sites, Class<?>... loaded) {
        List<Class<?>> classes = new ArrayList<>();
        for (Class<?> type : loaded) {
            if (type.getClassLoader() == null && !type.isArray() && !type.isHidden() && !type.isPrimitive()
                    && JdkClasses.contain(type.getName().replace('.', '/')) && sites.sitesOf(type) == null) {
                classes.add(type);
            }
        }
        if (!classes.isEmpty() && !accepted(instrumentation, classes.toArray(new Class<?>[0]))) {
            for (Class<?> type : classes) {
                if (!classes.isEmpty() && !accepted(instrumentation, type)) {
                    Log.info(type.getName() + " cannot be instrumented");
                }
            }
        }
    }

    private static boolean accepted(Instrumentation instrumentation, Class<?>... classes) {
        try {
            instrumentation.retransformClasses(classes);
            return true;
        } catch (UnmodifiableClassException | LinkageError e) {
            return false;
        }
    }
}
