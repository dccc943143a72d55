package dev.sprite.instrumentation;

import org.objectweb.asm.tree.MethodNode;

/** All of a method but its code: annotations, parameter names, defaults. Annotations on its code are left behind. */
record MethodHeader(MethodNode method) {
    void copyTo(MethodNode copy) {
        copy.parameters = method.parameters;
        copy.visibleAnnotations = method.visibleAnnotations;
        copy.invisibleAnnotations = method.invisibleAnnotations;
        copy.visibleTypeAnnotations = method.visibleTypeAnnotations;
        copy.invisibleTypeAnnotations = method.invisibleTypeAnnotations;
        copy.attrs = method.attrs;
        copy.annotationDefault = method.annotationDefault;
        copy.visibleAnnotableParameterCount = method.visibleAnnotableParameterCount;
        copy.visibleParameterAnnotations = method.visibleParameterAnnotations;
        copy.invisibleAnnotableParameterCount = method.invisibleAnnotableParameterCount;
        copy.invisibleParameterAnnotations = method.invisibleParameterAnnotations;
    }
}
