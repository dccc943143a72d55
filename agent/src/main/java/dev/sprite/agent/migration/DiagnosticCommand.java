package dev.sprite.agent.migration;

import dev.sprite.image.part.Handles;
import java.lang.invoke.MethodHandle;

/** The commands that {@code jcmd} gives a JVM, given to this one. */
final class DiagnosticCommand {
    private static final String PACKAGE = "com.sun.management.internal.";

    private DiagnosticCommand() {}

    /** @throws RuntimeException if this JVM does not know the command */
    static String execute(String command) {
        Class<?> commands = Handles.type(PACKAGE + "DiagnosticCommandImpl");
        Handles.type(PACKAGE + "PlatformMBeanProviderImpl"); // its initialiser loads the library
        MethodHandle execute = Handles.method(commands, "executeDiagnosticCommand", String.class, String.class);
        return (String) Handles.invoke(execute, Handles.blank(commands), command);
    }
}
