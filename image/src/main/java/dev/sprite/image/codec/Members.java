package dev.sprite.image.codec;

import dev.sprite.image.Blocker;
import dev.sprite.image.NotMovableException;

/** What is said when a class lacks a member that it had at the source. */
final class Members {
    private Members() {}

    static NotMovableException missing(Class<?> declaring, String member, ReflectiveOperationException cause) {
        NotMovableException missing = new NotMovableException(Blocker.object("class " + declaring.getName(),
                "it has no member " + member + " on this host. Use the same class files on both hosts"));
        missing.initCause(cause);
        return missing;
    }
}
