package dev.sprite.image.files;

import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.Raw;
import dev.sprite.image.Refusal;
import dev.sprite.image.part.Handles;
import dev.sprite.image.part.NativePart;
import java.io.FileDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Cleaner;
import java.nio.channels.FileChannel;

/** What closes the descriptor of a {@link FileChannel} that has been forgotten. */
public final class ChannelPart implements NativePart {
    private static final Class<?> CHANNEL = Handles.type("sun.nio.ch.FileChannelImpl");
    private static final long DESCRIPTOR = Raw.offset(CHANNEL, "fd");
    private static final long CLOSER = Raw.offset(CHANNEL, "closer");
    private static final long LOCKS = Raw.offset(CHANNEL, "fileLockTable");
    private static final MethodHandle NEW_CLOSER =
            Handles.constructor(Handles.type("sun.nio.ch.FileChannelImpl$Closer"), FileDescriptor.class);
    private static final MethodHandle CLEANER =
            Handles.staticMethod(Handles.type("jdk.internal.ref.CleanerFactory"), "cleaner", Cleaner.class);

    @Override
    public boolean isOf(Class<?> type) {
        return type == CHANNEL;
    }

    @Override
    public void write(Object channel, ImageWriter out) {
        if (Raw.UNSAFE.getReference(channel, LOCKS) != null) {
            throw new Refusal("file locks are not moved yet");
        }
        out.number(Raw.UNSAFE.getReference(channel, CLOSER) != null && ((FileChannel) channel).isOpen() ? 1 : 0);
    }

    @Override
    public void read(Object channel, ImageReader in) throws ImageFormatException {
        if (in.number() == 1) {
            Object closer = Handles.invoke(NEW_CLOSER, Raw.UNSAFE.getReference(channel, DESCRIPTOR));
            Raw.UNSAFE.putReference(channel, CLOSER,
                    ((Cleaner) Handles.invoke(CLEANER)).register(channel, (Runnable) closer));
        }
    }
}
