package dev.sprite.image.codec;

import dev.sprite.image.Blocker;
import dev.sprite.image.Codec;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.Refusal;

/** Modules of the boot layer by name, and the unnamed modules of class loaders. */
final class ModuleCodec implements Codec<Module> {
    @Override
    public void write(Module module, ImageWriter out) {
        if (!module.isNamed() && module.getClassLoader() != null) {
            out.text("");
            out.reference(module.getClassLoader());
        } else if (module.isNamed() && module.getLayer() == ModuleLayer.boot()) {
            out.text(module.getName());
        } else {
            throw new Refusal("modules outside the boot layer cannot be moved: " + module);
        }
    }

    @Override
    public Module read(ImageReader in) throws ImageFormatException, NotMovableException {
        String name = in.text();
        if (name.isEmpty()) {
            return in.reference(ClassLoader.class).getUnnamedModule();
        }
        Module module = ModuleLayer.boot().findModule(name).orElse(null);
        if (module == null) {
            throw new NotMovableException(Blocker.object("module " + name, "this host's JVM does not have it"));
        }
        return module;
    }
}
