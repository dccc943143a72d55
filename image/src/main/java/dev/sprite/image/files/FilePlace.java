package dev.sprite.image.files;

import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a file is: two places that are equal are certainly the same file. Device and inode numbers mean something only
 * as long as one kernel runs, which also serves all containers of a machine.
 */
record FilePlace(String kernel, long device, long inode) {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    static FilePlace of(Path path) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:dev,ino");
        return new FilePlace(Files.readString(BOOT).trim(), (Long) attributes.get("dev"), (Long) attributes.get("ino"));
    }

    void write(ImageWriter out) {
        out.text(kernel);
        out.number(device);
        out.number(inode);
    }

    static FilePlace read(ImageReader in) throws ImageFormatException {
        return new FilePlace(in.text(), in.longNumber(), in.longNumber());
    }
}
