package dev.sprite.agent.migration;

import dev.sprite.agent.Agent;
import dev.sprite.agent.Barriers;
import dev.sprite.agent.Log;
import dev.sprite.agent.boot.IsolatedLoader;
import dev.sprite.capture.StackSizes;
import dev.sprite.cluster.MainStack;
import dev.sprite.image.ClassFiles;
import dev.sprite.image.codec.Roles;
import dev.sprite.instrumentation.RuntimeSwitches;
import dev.sprite.instrumentation.SeenFrame;
import dev.sprite.instrumentation.SiteRegistry;
import dev.sprite.restore.Resumption;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The program in this JVM, as opposed to the JDK and to us. */
final class Program {
    /** Loads what the JDK makes of methods that are called by reflection. */
    private static final String REFLECTION_LOADER = "jdk.internal.reflect.DelegatingClassLoader";

    private static final String BOOT_PACKAGE = IsolatedLoader.class.getPackageName();

    private final Agent agent;
    private final RuntimeSwitches switches;
    private final Resumption resumption;
    private final StackSizes stacks;
    private final ClassFiles classFiles;

    Program(Agent agent) {
        this.agent = agent;
        classFiles = new ProgramClassFiles(agent.originals());
        switches = new RuntimeSwitches(agent.instrumentation());
        resumption = new Resumption(agent.instrumentation(), agent.resumes(), agent.sites(), switches);
        List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();
        stacks = new StackSizes(agent.mainThread(), MainStack.bytes(options), MainStack.bytesOfOthers(options));
    }

    Instrumentation instrumentation() {
        return agent.instrumentation();
    }

    SiteRegistry sites() {
        return agent.sites();
    }

    RuntimeSwitches switches() {
        return switches;
    }

    Resumption resumption() {
        return resumption;
    }

    Barriers barriers() {
        return agent.barriers();
    }

    StackSizes stacks() {
        return stacks;
    }

    Thread mainThread() {
        return agent.mainThread();
    }

    /** What every JVM that runs this program has one of. */
    Roles roles() {
        return new Roles(agent.mainThread(), agent.mainGroup(), ClassLoader.getSystemClassLoader(),
                new ProgramLambdas(agent.lambdas(), classFiles), classFiles);
    }

    static boolean contains(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader != null && loader != ClassLoader.getPlatformClassLoader() && !(loader instanceof IsolatedLoader)
                && !loader.getClass().getName().equals(REFLECTION_LOADER)
                && !type.getPackageName().equals(BOOT_PACKAGE);
    }

    /** Loads classes without initialising them; one that cannot be found will be missed by the image. */
    static void load(List<String> names) {
        for (String name : names) {
            try {
                Class.forName(name, false, ClassLoader.getSystemClassLoader());
            } catch (ClassNotFoundException | LinkageError e) {
                Log.info("class " + name + " cannot be loaded here: " + e);
            }
        }
    }

    /** The program's classes that another JVM finds by their names. */
    List<String> loadedClasses() {
        List<String> names = new ArrayList<>();
        for (Class<?> type : instrumentation().getAllLoadedClasses()) {
            if (!type.isArray() && !type.isHidden() && type.getClassLoader() == ClassLoader.getSystemClassLoader()
                    && contains(type)) {
                names.add(type.getName());
            }
        }
        return names;
    }

    /** The sites of a class at which threads will probably stop that have been seen in its methods. */
    Map<String, Set<Integer>> likelySites(Class<?> type, List<SeenFrame> seen) {
        return agent.likelySites(type, seen);
    }

    /** Makes sure that threads can be unwound: their bottoms are the JDK's, and so is much of what lies above. */
    void letThreadsUnwind() {
        agent.instrumentLoadedJdkClasses();
        agent.letThreadsUnwind();
    }

    /** Instruments the main class again, to no effect; it must not have begun to run. */
    void retransformMain() {
        try {
            instrumentation().retransformClasses(SpriteMain.program());
        } catch (UnmodifiableClassException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a thread is one of the agent's. */
    static boolean isOurs(Thread thread) {
        Class<?> type = thread.getClass();
        return type.getClassLoader() instanceof IsolatedLoader
                || type.getClassLoader() == null && type.getName().startsWith(SpriteAgent.class.getPackageName() + ".Sprite");
    }
}
