package dev.sprite.agent.boot;

/** {@code java -jar sprite.jar}: the command line, in the loader in which all its libraries are. */
public final class Launcher {
    private Launcher() {}

    public static void main(String[] args) throws Exception {
        IsolatedLoader far = IsolatedLoader.core().far();
        Thread.currentThread().setContextClassLoader(far);
        far.loadClass("dev.sprite.cli.Main").getMethod("main", String[].class).invoke(null, (Object) args);
    }
}
