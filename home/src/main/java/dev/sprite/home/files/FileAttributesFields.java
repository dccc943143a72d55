package dev.sprite.home.files;

import dev.sprite.image.Raw;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/** The fields that {@code stat} and its like set in an object. */
final class FileAttributesFields {
    private FileAttributesFields() {}

    static void write(Object attributes, DataOutput out) throws IOException {
        for (Field field : Raw.declaredFields(attributes.getClass())) {
            long offset = offset(field);
            if (offset < 0) {
                continue;
            } else if (field.getType() == long.class) {
                out.writeLong(Raw.UNSAFE.getLong(attributes, offset));
            } else if (field.getType() == int.class) {
                out.writeInt(Raw.UNSAFE.getInt(attributes, offset));
            } else if (field.getType() == boolean.class) {
                out.writeBoolean(Raw.UNSAFE.getBoolean(attributes, offset));
            }
        }
    }

    static void read(Object attributes, DataInput in) throws IOException {
        for (Field field : Raw.declaredFields(attributes.getClass())) {
            long offset = offset(field);
            if (offset < 0) {
                continue;
            } else if (field.getType() == long.class) {
                Raw.UNSAFE.putLong(attributes, offset, in.readLong());
            } else if (field.getType() == int.class) {
                Raw.UNSAFE.putInt(attributes, offset, in.readInt());
            } else if (field.getType() == boolean.class) {
                Raw.UNSAFE.putBoolean(attributes, offset, in.readBoolean());
            }
        }
    }

    private static long offset(Field field) {
        return Modifier.isStatic(field.getModifiers()) ? -1 : Raw.UNSAFE.objectFieldOffset(field);
    }
}
