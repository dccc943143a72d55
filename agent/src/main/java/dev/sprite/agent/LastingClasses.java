package dev.sprite.agent;

/**
 * Has the lasting classes of the JDK instrumented when a transformer at work finds that they are needed: on another
 * thread, since on its own no transformer would be shown them.
 */
final class LastingClasses {
    private final Agent agent;
    private Worker worker;
    private volatile boolean complete;

    LastingClasses(Agent agent) {
        this.agent = agent;
    }

    /** Returns when it is done. */
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
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        complete = true;
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
