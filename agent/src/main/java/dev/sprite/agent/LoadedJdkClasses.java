package dev.sprite.agent;

import dev.sprite.instrumentation.SiteRegistry;
import dev.sprite.instrumentation.jdk.JdkClasses;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Has the JDK's classes instrumented that were loaded where no transformer sees them: ahead of the agent, or by a
 * transformer at work. Too much for a start, so it is done when a program is first asked about.
 */
final class LoadedJdkClasses {
    /**
     * Those in whose methods programs stay for long, besides {@linkplain #areOfPrograms their own}: they do all their work
     * beneath them. Frames that were there before would be in the way of a move until they end.
     */
    private static final Set<String> LASTING = Set.of("java.util.ArrayList", "java.util.HashMap", "java.lang.Iterable");

    private LoadedJdkClasses() {}

    /**
     * Whether programs may stay in methods of a class from their first moment on, and neither the instrumenter nor the
     * loading of its classes, which needs {@code ConcurrentHashMap}, does.
     */
    static boolean areOfPrograms(String name) {
        return name.startsWith("java/util/concurrent/") && !name.startsWith("java/util/concurrent/ConcurrentHashMap")
                || name.startsWith("java/util/stream/") || name.startsWith("java/util/Spliterator")
                || name.startsWith("java/util/Timer")
                || name.equals("java/util/TaskQueue")
                || JdkClasses.isOfSockets(name) || JdkClasses.isOfXml(name);
    }

    /** Only the few in whose methods programs stay for long. */
    static void instrumentLasting(Instrumentation instrumentation, SiteRegistry sites) {
        List<Class<?>> lasting = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (type.getClassLoader() == null
                    && (LASTING.contains(type.getName()) || areOfPrograms(type.getName().replace('.', '/')))) {
                lasting.add(type);
            }
        }
        instrument(instrumentation, sites, lasting.toArray(new Class<?>[0]));
    }

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
                if (!accepted(instrumentation, type)) {
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
