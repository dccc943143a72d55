package dev.sprite.home.files;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How arguments and results are written. */
final class CallFormat {
    /** The most bytes of a file that one call reads or writes. */
    static final int MOST = 1 << 20;
    /** What bounds everything that is allocated for a message. */
    private static final int LIMIT = 4 << 20;

    private CallFormat() {}

    static void write(DataOutput out, Object value) throws IOException {
        if (value == null) {
            out.writeByte('0');
        } else if (value instanceof Integer number) {
            out.writeByte('I');
            out.writeInt(number);
        } else if (value instanceof Long number) {
            out.writeByte('J');
            out.writeLong(number);
        } else if (value instanceof Byte number) {
            out.writeByte('o');
            out.writeByte(number);
        } else if (value instanceof Boolean bit) {
            out.writeByte(bit ? 'T' : 'F');
        } else if (value instanceof String text) {
            out.writeByte('S');
            bytes(out, text.getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof byte[] bytes) {
            out.writeByte('B');
            bytes(out, bytes);
        } else if (value instanceof String[] texts) {
            out.writeByte('L');
            out.writeInt(texts.length);
            for (String text : texts) {
                bytes(out, text.getBytes(StandardCharsets.UTF_8));
            }
        } else {
            write(out, (Argument) value);
        }
    }

    private static void write(DataOutput out, Argument value) throws IOException {
        if (value instanceof Argument.Number number) {
            out.writeByte('n');
            out.writeInt(number.number());
        } else if (value instanceof Argument.Address address) {
            out.writeByte('a');
            out.writeLong(address.address());
        } else if (value instanceof Argument.Descriptor descriptor) {
            out.writeByte('d');
            out.writeInt(descriptor.number());
        } else if (value instanceof Argument.Stream stream) {
            out.writeByte('s');
            text(out, stream.type());
            out.writeInt(stream.number());
        } else if (value instanceof Argument.FileSystem) {
            out.writeByte('y');
        } else if (value instanceof Argument.Name name) {
            out.writeByte('f');
            text(out, name.path());
        } else if (value instanceof Argument.Host host) {
            out.writeByte('h');
            bytes(out, host.address());
            out.writeInt(host.scope());
        } else if (value instanceof Argument.UnixName name) {
            out.writeByte('p');
            bytes(out, name.path());
        } else if (value instanceof Argument.Attributes attributes) {
            out.writeByte('t');
            text(out, attributes.type());
        } else if (value instanceof Argument.Memory memory) {
            out.writeByte('m');
            bytes(out, memory.bytes());
        } else if (value instanceof Argument.Room room) {
            out.writeByte('r');
            out.writeInt(room.length());
        } else if (value instanceof Argument.Array array) {
            out.writeByte('b');
            out.writeInt(array.length());
        }
    }

    static Object read(DataInput in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case '0' -> null;
            case 'I' -> in.readInt();
            case 'J' -> in.readLong();
            case 'o' -> in.readByte();
            case 'T' -> true;
            case 'F' -> false;
            case 'S' -> text(in);
            case 'B' -> bytes(in);
            case 'L' -> texts(in);
            case 'n' -> new Argument.Number(in.readInt());
            case 'a' -> new Argument.Address(in.readLong());
            case 'd' -> new Argument.Descriptor(in.readInt());
            case 's' -> new Argument.Stream(text(in), in.readInt());
            case 'y' -> new Argument.FileSystem();
            case 'f' -> new Argument.Name(text(in));
            case 'h' -> new Argument.Host(bytes(in), in.readInt());
            case 'p' -> new Argument.UnixName(bytes(in));
            case 't' -> new Argument.Attributes(text(in));
            case 'm' -> new Argument.Memory(bytes(in));
            case 'r' -> new Argument.Room(length(in));
            case 'b' -> new Argument.Array(length(in));
            default -> throw new IOException("a malformed call: '" + (char) kind + "'");
        };
    }

    static void text(DataOutput out, String text) throws IOException {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(DataInput in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    static void bytes(DataOutput out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static byte[] bytes(DataInput in) throws IOException {
        byte[] bytes = new byte[length(in)];
        in.readFully(bytes);
        return bytes;
    }

    private static String[] texts(DataInput in) throws IOException {
        String[] texts = new String[length(in)];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = text(in);
        }
        return texts;
    }

    private static int length(DataInput in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LIMIT) {
            throw new IOException("a malformed call: length " + length);
        }
        return length;
    }
}
