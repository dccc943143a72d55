package dev.sprite.agent;

/**
 * Has the lasting classes of the JDK instrumented when a transformer at work finds that they are needed: on its own
 * thread no transformer would be shown them.
 */
final class LastingClassesThread extends Thread {
    private final Agent agent;

    LastingClassesThread(Agent agent) {
        super(SpriteThreads.systemGroup(), null, "sprite-classes", 0, false);
        this.agent = agent;
        setDaemon(true);
        setContextClassLoader(null);
    }

    /** Starts it and waits until it is done. */
    void complete() {
        start();
        boolean interrupted = false;
        while (isAlive()) {
            try {
                join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        agent.instrumentLastingJdkClasses();
    }
}
