package dev.sprite.agent;

import dev.sprite.agent.boot.IsolatedLoader;
import dev.sprite.instrumentation.ResumeRequests;
import dev.sprite.instrumentation.SeenFrame;
import dev.sprite.instrumentation.SiteRegistry;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Answers the runtime: by itself where a program just runs, through its {@link Mover} where one is to move. */
public final class Agent implements SpriteAgent {
    private static final String MOVER = "dev.sprite.agent.migration.ProcessMover";
    private static final String REHEARSER = "dev.sprite.agent.rehearsal.Rehearser";

    private final Options options;
    private final Instrumentation instrumentation;
    private final SiteRegistry sites = new SiteRegistry();
    private final ResumeRequests resumes = new ResumeRequests();
    private final LambdaLinker lambdas;
    private final OriginalClasses originals;
    private final Barriers barriers;
    private final Thread mainThread = Thread.currentThread();
    private final ThreadGroup mainGroup = mainThread.getThreadGroup();
    private IsolatedLoader far;
    private volatile Mover mover;
    private volatile Unwinder unwinder;

    private Agent(Options options, Instrumentation instrumentation) {
        this.options = options;
        this.instrumentation = instrumentation;
        this.lambdas = new LambdaLinker(sites, instrumentation);
        this.originals = new OriginalClasses(instrumentation);
        this.barriers = new Barriers(instrumentation);
    }

    /** To be called once, when the runtime is in java.base. */
    static Agent attach(Options options, Instrumentation instrumentation) {
        Agent agent = new Agent(options, instrumentation);
        SpriteRuntime.attach(agent);
        return agent;
    }

    public Options options() {
        return options;
    }

    public Instrumentation instrumentation() {
        return instrumentation;
    }

    /** The thread that runs the program's {@code main}: the one that starts the agent. */
    public Thread mainThread() {
        return mainThread;
    }

    /** The group of that thread. */
    public ThreadGroup mainGroup() {
        return mainGroup;
    }

    /** The safe points of the program's classes. */
    public SiteRegistry sites() {
        return sites;
    }

    /** The safe points at which frames are to be resumed. */
    public ResumeRequests resumes() {
        return resumes;
    }

    /** The class files of loaded classes. */
    public OriginalClasses originals() {
        return originals;
    }

    /** What waits for objects whose content has not arrived. */
    public Barriers barriers() {
        return barriers;
    }

    /** The lambdas of the program's classes. */
    public LambdaLinker lambdas() {
        return lambdas;
    }

    /**
     * Opens the control socket, on a thread of its own.
     *
     * @param place the directory for it; {@code null} stands for that of a program a user started
     */
    public void listen(Path place) {
        new ControlThread(this, place).start();
    }

    /** To be called before this JVM ends in a way that runs no shutdown hooks. */
    public void stopListening() {
        ControlSocket.removePlace();
    }

    /** The part of the agent that moves programs; loaded by the first who asks. */
    synchronized Mover mover() {
        if (mover == null) {
            mover = (Mover) loadFar(MOVER);
            if (unwinder == null) {
                unwinder = mover;
            }
        }
        return mover;
    }

    /**
     * The sites of a class at which threads will probably stop, for each method (name and descriptor, run together).
     *
     * @param seen frames of its methods
     */
    public Map<String, Set<Integer>> likelySites(Class<?> type, List<SeenFrame> seen) {
        byte[] classFile = originals.of(type);
        return classFile == null
                ? Map.of()
                : Transformer.instrumenterOf(type).likelySites(classFile, seen, new Superclasses(type.getClassLoader()));
    }

    /** Where a frame that stands at a site has its values; null if that cannot be told. */
    public String frameShape(Class<?> type, String method, int site) {
        if (type.isHidden()) {
            return sites.sitesOf(type).shape(method, site);
        }
        byte[] classFile = originals.of(type);
        return classFile == null
                ? null
                : Transformer.instrumenterOf(type).shape(
                        classFile, method, site, new Superclasses(type.getClassLoader()));
    }

    /** Gives threads a place to rest when they have been unwound. To be called before any but the first of them is. */
    public void letThreadsUnwind() {
        retransform(Thread.class, InvocationTargetException.class);
    }

    /** Keeps stack traces as they are whatever classes are changed from now on: see {@link TracePatch}. */
    public void keepTraces() {
        retransform(Throwable.class, StackTraceElement.class);
    }

    private void retransform(Class<?>... patched) {
        try {
            instrumentation.retransformClasses(patched);
        } catch (UnmodifiableClassException e) {
            throw new IllegalStateException("the JVM does not let its own classes be changed", e);
        }
    }

    /** Makes those classes of the JDK capturable in whose methods programs stay for long. */
    void instrumentLastingJdkClasses() {
        LoadedJdkClasses.instrumentLasting(instrumentation, sites);
    }

    /** Makes those classes of the JDK capturable that were loaded ahead of the agent. */
    public void instrumentLoadedJdkClasses() {
        LoadedJdkClasses.instrument(instrumentation, sites, instrumentation.getAllLoadedClasses());
    }

    /** Makes a class capturable if it is one of the JDK's that can be and was loaded where nobody saw it. */
    public void instrumentLoaded(Class<?> type) {
        LoadedJdkClasses.instrument(instrumentation, sites, type);
    }

    /** Begins to rehearse, as the options say. */
    void rehearse() {
        unwinder = (Unwinder) loadFar(REHEARSER);
    }

    private synchronized Object loadFar(String className) {
        try {
            if (far == null) {
                far = ((IsolatedLoader) Agent.class.getClassLoader()).far();
                openJavaBase(far.getUnnamedModule());
            }
            return far.loadClass(className).getConstructor(Agent.class).newInstance(this);
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException("the agent's jar is damaged: " + className + " cannot be loaded", e);
        }
    }

    private void openJavaBase(Module to) {
        Set<Module> target = Set.of(to);
        Map<String, Set<Module>> packages = new HashMap<>();
        for (String name : Object.class.getModule().getPackages()) {
            packages.put(name, target);
        }
        instrumentation.redefineModule(
                Object.class.getModule(), Set.of(), packages, packages, Set.of(), Map.of());
    }

    @Override
    public SpriteAgent privileged() {
        return new PrivilegedAgent(this);
    }

    @Override
    public SpriteUnwind safePoint() {
        Unwinder asked = unwinder;
        return asked == null ? null : asked.safePoint();
    }

    @Override
    public boolean mainStarting() throws InterruptedException {
        return options.target() == null || mover().awaitImage();
    }

    @Override
    public void unwound(SpriteUnwind frames) {
        unwinder.unwound(frames);
    }

    @Override
    public SpriteRest rest() {
        return unwinder.rest();
    }

    @Override
    public void resumed() {
        unwinder.resumed();
    }

    @Override
    public CallSite link(MethodHandles.Lookup host, String name, MethodType factory, Object[] arguments)
            throws Throwable {
        return lambdas.link(host, name, factory, arguments);
    }

    @Override
    public byte[] hiddenClass(Class<?> host, byte[] bytes) {
        byte[] instrumented = lambdas.hiddenClass(host, bytes);
        if (instrumented == null && Barriers.isOfProgram(host.getClassLoader()) && !lambdas.links(host)) {
            barriers.missed("a hidden class of ".concat(host.getName()));
        }
        return instrumented;
    }

    @Override
    public void hiddenClassDefined(Class<?> defined) {
        lambdas.hiddenClassDefined(defined);
    }
}
