package dev.sprite.image.part;

import dev.sprite.image.files.ChannelPart;
import dev.sprite.image.files.DescriptorPart;
import dev.sprite.image.files.DirectoryPart;
import dev.sprite.image.files.SecureDirectoryPart;
import dev.sprite.image.files.SelectorPart;

/** All kinds there are. */
final class NativeParts {
    private static final NativePart[] ALL = {new DescriptorPart(), new ChannelPart(), new DirectoryPart(),
        new SecureDirectoryPart(), new CleanablePart(),
        new InflaterPart(), new DeflaterPart(), new DirectBufferPart(),
        new SocketPart(), new SelectorPart(), new VirtualThreadPart(), new ThreadContainerPart(),
        new LambdaFormPart(), new CallSitePart()};

    private NativeParts() {}

    static NativePart of(Class<?> type) {
        if (type.isArray() || type.isInterface()) {
            return null;
        }
        for (NativePart part : ALL) {
            if (part.isOf(type)) {
                return part;
            }
        }
        return null;
    }
}
