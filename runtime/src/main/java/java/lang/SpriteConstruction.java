package java.lang;

import jdk.internal.vm.annotation.Hidden;

/**
 * One {@code new} whose constructor is resumed, seen from its caller.
 *
 * <p>No handler can stand around a constructor's call of {@code super(...)} or {@code this(...)}: the verifier forbids
 * it. So when such a callee has ended with {@link SpriteConstructed}, the frame of the constructor that called it is
 * gone, and the one that said {@code new} enters it a second time, behind that call.
 */
public final class SpriteConstruction {
    private final Thread thread;
    private final SpriteFrames frames;
    /** The frame that said {@code new}. */
    private final int caller;
    /** The constructor that ended last; -1 if none has. */
    private int ended = -1;

    private Object object;

    SpriteConstruction(Thread thread, SpriteFrames frames, int caller) {
        this.thread = thread;
        this.frames = frames;
        this.caller = caller;
    }

    /**
     * To be called when the constructor has thrown {@code constructed}.
     *
     * @return whether it must be called once more, for the constructors that wait for the end of the one that did
     */
    @Hidden
    public boolean again(SpriteConstructed constructed) {
        object = constructed.object;
        if (ended < 0) {
            ended = caller - 1;
            while (frames.callsSuper(ended)) {
                ended--;
            }
        }
        ended++;
        if (ended == caller) {
            return false;
        }
        SpriteResume.begin(thread, frames, caller, ended, object);
        return true;
    }

    /** The object, constructed. */
    @Hidden
    public Object object() {
        return object;
    }
}
