package dev.sprite.instrumentation;

/** Internal names and descriptors of the runtime classes that instrumented code calls. */
final class Names {
    static final String POLL = "java/lang/SpritePoll";
    static final String FAULT = "java/lang/SpriteFault";
    static final String UNWIND = "java/lang/SpriteUnwind";
    static final String RESUME = "java/lang/SpriteResume";
    static final String CONSTRUCTION = "java/lang/SpriteConstruction";
    static final String CONSTRUCTED = "java/lang/SpriteConstructed";
    static final String RUNTIME = "java/lang/SpriteRuntime";
    static final String BLOCKING = "java/lang/SpriteBlocking";
    static final String SOCKETS = "java/lang/SpriteSockets";
    static final String MONITOR = "java/lang/SpriteMonitor";
    static final String THREADS = "java/lang/SpriteThreads";
    static final String LAMBDAS = "java/lang/SpriteLambdas";
    static final String OBJECT = "java/lang/Object";

    private Names() {}
}
