package dev.sprite.image.codec;

import dev.sprite.image.Blocker;
import dev.sprite.image.Codec;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.NotMovableException;
import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;

/** The management beans of the JVM, by their names: at the target they tell of the JVM there. */
final class ManagementBeanCodec implements Codec<PlatformManagedObject> {
    @Override
    public void write(PlatformManagedObject bean, ImageWriter out) {
        out.text(bean.getObjectName().getCanonicalName());
    }

    @Override
    public PlatformManagedObject read(ImageReader in) throws ImageFormatException, NotMovableException {
        String name = in.text();
        for (Class<? extends PlatformManagedObject> kind : ManagementFactory.getPlatformManagementInterfaces()) {
            for (PlatformManagedObject bean : ManagementFactory.getPlatformMXBeans(kind)) {
                if (bean.getObjectName().getCanonicalName().equals(name)) {
                    return bean;
                }
            }
        }
        throw new NotMovableException(Blocker.object(name,
                "this host's JVM has no such management bean. Give both the same options"));
    }
}
