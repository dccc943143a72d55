package dev.sprite.transport;

/**
 * Threads of ours: daemons, so that they never keep a program alive, and of a class of ours, so that they are known as
 * such, in the group of the JVM's own threads, where a program does not count them.
 */
public final class DaemonThreads {
    private DaemonThreads() {}

    /** Returns a thread that has not been started; {@code name} begins with {@code sprite-}. */
    public static Thread make(String name, Runnable work) {
        Thread thread = new OwnThread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    public static Thread start(String name, Runnable work) {
        Thread thread = make(name, work);
        thread.start();
        return thread;
    }

    private static final class OwnThread extends Thread {
        OwnThread(Runnable work, String name) {
            super(systemGroup(), work, name, 0, false);
        }

        private static ThreadGroup systemGroup() {
            ThreadGroup group = currentThread().getThreadGroup();
            while (group.getParent() != null) {
                group = group.getParent();
            }
            return group;
        }
    }
}
