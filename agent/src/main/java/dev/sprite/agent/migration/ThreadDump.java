package dev.sprite.agent.migration;

/** What a JVM prints on SIGQUIT. */
final class ThreadDump {
    private ThreadDump() {}

    static String text() {
        return DiagnosticCommand.execute("Thread.print") + "\nHeap\n" + DiagnosticCommand.execute("GC.heap_info");
    }
}
