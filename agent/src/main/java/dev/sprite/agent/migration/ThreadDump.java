package dev.sprite.agent.migration;

import dev.sprite.image.part.Handles;
import java.lang.invoke.MethodHandle;

/** What a JVM prints on SIGQUIT. */
final class ThreadDump {
    private static final String PACKAGE = "com.sun.management.internal.";

    private ThreadDump() {}

    static String text() {
        Class<?> commands = Handles.type(PACKAGE + "DiagnosticCommandImpl");
        Handles.type(PACKAGE + "PlatformMBeanProviderImpl"); // its initialiser loads the library
        MethodHandle execute = Handles.method(commands, "executeDiagnosticCommand", String.class, String.class);
        Object executor = Handles.blank(commands);
        return Handles.invoke(execute, executor, "Thread.print") + "\nHeap\n"
                + Handles.invoke(execute, executor, "GC.heap_info");
    }
}
