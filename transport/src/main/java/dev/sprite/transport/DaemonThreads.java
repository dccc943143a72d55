package dev.sprite.transport;

/** Threads of ours: daemons, so that they never keep a program alive, and named, so that they are known as ours. */
public final class DaemonThreads {
    private DaemonThreads() {}

    /** Returns a thread that has not been started; {@code name} begins with {@code sprite-}. */
    public static Thread make(String name, Runnable work) {
        Thread thread = new Thread(null, work, name, 0, false);
        thread.setDaemon(true);
        return thread;
    }

    public static Thread start(String name, Runnable work) {
        Thread thread = make(name, work);
        thread.start();
        return thread;
    }
}
