package java.lang;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * What the runtime asks of the agent, which lives in an isolated class loader.
 *
 * <p>All methods are called on application threads and must call no code an application thread can be stopped in.
 */
public interface SpriteAgent {
    /** The same, with permissions of its own: a security manager looks at those of all callers, the program's included. */
    SpriteAgent privileged();

    /**
     * Asks whether the calling thread is to unwind now. A stack walk has then proved that every frame can be captured.
     *
     * @return the recorder to throw, {@link SpriteUnwind#PINNED} to {@linkplain SpriteAside#stand stand aside}, or
     *     {@code null} to run on
     */
    SpriteUnwind safePoint();

    /**
     * Called once on the main thread before the program's {@code main}. In a target JVM it returns when the image has
     * been restored and this thread is to resume it.
     *
     * @return whether {@code main} is to be called; if not, it has ended on another host already
     */
    boolean mainStarting() throws InterruptedException;

    /**
     * Called at the bottom of a thread whose frames have all been recorded. Returns when the frames are to be resumed
     * on this same thread; a thread whose program has left never returns.
     */
    void unwound(SpriteUnwind frames);

    /** The calling thread is about to park; null if nobody asks for that, or others depend on when it goes on. */
    SpriteRest rest();

    /** All threads that were to be resumed together have been, and are about to run on. */
    void resumed();

    /** Links a lambda or method-reference site of an instrumented class; the parameters of a bootstrap method. */
    CallSite link(MethodHandles.Lookup host, String name, MethodType factory, Object[] arguments) throws Throwable;

    /** A hidden class is about to be defined for {@code host}: its instrumented form, or null to leave it alone. */
    byte[] hiddenClass(Class<?> host, byte[] bytes);

    /** The class has been defined in the form that {@link #hiddenClass} gave. */
    void hiddenClassDefined(Class<?> defined);
}
