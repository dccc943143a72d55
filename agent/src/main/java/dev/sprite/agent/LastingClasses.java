package dev.sprite.agent;

/**
 * Has the lasting classes of the JDK instrumented when a transformer at work finds that they are needed: on another
 * thread, since on its own no transformer would be shown them.
 */
final class LastingClasses {
    /** The worker may need the very class that the waiting thread is loading: then it goes on when that is loaded. */
    private static final long PATIENCE_MILLIS = 200;

    private final Agent agent;
    private Worker worker;
    private volatile boolean complete;

    LastingClasses(Agent agent) {
        this.agent = agent;
    }

    /** Returns when it is done, or cannot be as yet. */
    void complete() {
        if (complete || Thread.currentThread() instanceof Worker) {
            return;
        }
        synchronized (this) {
            if (worker == null) {
                worker = new Worker(agent);
                worker.start();
            }
        }
        boolean interrupted = false;
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        for (long left = PATIENCE_MILLIS; left > 0 && worker.isAlive(); left = (end - System.nanoTime()) / 1_000_000) {
            try {
                worker.join(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        complete = !worker.isAlive();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Worker extends Thread {
        private final Agent agent;

        Worker(Agent agent) {
            super(SpriteThreads.systemGroup(), null, "sprite-classes", 0, false);
            this.agent = agent;
            setDaemon(true);
            setContextClassLoader(null);
        }

        @Override
        public void run() {
            agent.instrumentLastingJdkClasses();
        }
    }
}
