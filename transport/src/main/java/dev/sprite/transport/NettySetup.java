package dev.sprite.transport;

import io.netty.util.internal.PlatformDependent;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.Slf4JLoggerFactory;
import java.util.Map;

/**
 * Initialises Netty for life inside somebody else's JVM: without {@code sun.misc.Unsafe}, about which newer JDKs print
 * warnings, without native code, without flight recorder events, and without a look at network interfaces.
 *
 * <p>Netty reads its settings from system properties alone, so they are there while it initialises and gone after.
 */
final class NettySetup {
    private static final Map<String, String> SETTINGS = Map.of(
            "io.netty.noUnsafe", "true",
            "io.netty.transport.noNative", "true",
            "io.netty.jfr.enabled", "false",
            "io.netty.machineId", "00:00:00:00:00:00:00:01",
            "io.netty.processId", "1",
            "io.netty.leakDetection.level", "disabled");

    private static boolean done;

    private NettySetup() {}

    static synchronized void ensureDone() {
        if (done) {
            return;
        }
        done = true;
        InternalLoggerFactory.setDefaultFactory(Slf4JLoggerFactory.INSTANCE);
        for (Map.Entry<String, String> setting : SETTINGS.entrySet()) {
            if (System.getProperty(setting.getKey()) == null) {
                System.setProperty(setting.getKey(), setting.getValue());
            }
        }
        try {
            PlatformDependent.hasUnsafe();
            io.netty.channel.DefaultChannelId.newInstance();
            io.netty.buffer.PooledByteBufAllocator.DEFAULT.isDirectBufferPooled();
        } finally {
            for (Map.Entry<String, String> setting : SETTINGS.entrySet()) {
                System.getProperties().remove(setting.getKey(), setting.getValue());
            }
        }
    }
}
