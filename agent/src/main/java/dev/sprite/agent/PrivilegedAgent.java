package dev.sprite.agent;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;

/** An agent whose work is not limited by the permissions of the program on whose threads it is done. */
@SuppressWarnings("removal") // as long as there are JDKs with security managers
final class PrivilegedAgent implements SpriteAgent {
    private final SpriteAgent agent;

    PrivilegedAgent(SpriteAgent agent) {
        this.agent = agent;
    }

    @Override
    public SpriteAgent privileged() {
        return this;
    }

    @Override
    public SpriteUnwind safePoint() {
        return AccessController.doPrivileged(new PrivilegedAction<SpriteUnwind>() {
            @Override
            public SpriteUnwind run() {
                return agent.safePoint();
            }
        });
    }

    @Override
    public boolean mainStarting() throws InterruptedException {
        return agent.mainStarting();
    }

    @Override
    public void unwound(SpriteUnwind frames) {
        AccessController.doPrivileged(new PrivilegedAction<Void>() {
            @Override
            public Void run() {
                agent.unwound(frames);
                return null;
            }
        });
    }

    @Override
    public SpriteRest rest() {
        return AccessController.doPrivileged(new PrivilegedAction<SpriteRest>() {
            @Override
            public SpriteRest run() {
                return agent.rest();
            }
        });
    }

    @Override
    public void resumed() {
        AccessController.doPrivileged(new PrivilegedAction<Void>() {
            @Override
            public Void run() {
                agent.resumed();
                return null;
            }
        });
    }

    @Override
    public CallSite link(MethodHandles.Lookup host, String name, MethodType factory, Object[] arguments)
            throws Throwable {
        try {
            return AccessController.doPrivileged(new PrivilegedExceptionAction<CallSite>() {
                @Override
                public CallSite run() throws Exception {
                    try {
                        return agent.link(host, name, factory, arguments);
                    } catch (Exception | Error e) {
                        throw e;
                    } catch (Throwable e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
        } catch (PrivilegedActionException e) {
            throw e.getException();
        }
    }

    @Override
    public byte[] hiddenClass(Class<?> host, byte[] bytes) {
        return AccessController.doPrivileged(new PrivilegedAction<byte[]>() {
            @Override
            public byte[] run() {
                return agent.hiddenClass(host, bytes);
            }
        });
    }

    @Override
    public void hiddenClassDefined(Class<?> defined) {
        AccessController.doPrivileged(new PrivilegedAction<Void>() {
            @Override
            public Void run() {
                agent.hiddenClassDefined(defined);
                return null;
            }
        });
    }
}
