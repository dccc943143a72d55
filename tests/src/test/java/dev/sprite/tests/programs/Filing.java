package dev.sprite.tests.programs;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** One way of dealing with files for each row of the table, begun ahead of the gate and gone on with behind it. */
public final class Filing {
    private static Path folder;

    private Filing() {}

    /** What a program does with files: a part {@code before} the gate, a part {@code after} it. */
    private interface Deal {
        void before() throws IOException;

        void after() throws IOException;
    }

    public static void main(String[] args) throws Exception {
        folder = Path.of(args[1]);
        List<Deal> deals = new ArrayList<>();
        for (int i = 2; i < args.length; i++) {
            deals.add(deal(args[i]));
        }
        for (Deal deal : deals) {
            deal.before();
        }
        Gate.await(args[0]);
        for (int i = 0; i < deals.size(); i++) {
            try {
                deals.get(i).after();
                System.out.println(args[i + 2] + " done");
            } catch (IOException | RuntimeException e) {
                System.out.println(args[i + 2] + " failed: " + e);
                e.printStackTrace(System.out);
            }
        }
    }

    private static Deal deal(String name) {
        switch (name) {
            case "read":
                return new Reading();
            case "write":
                return new Writing();
            case "random":
                return new Random();
            case "channel":
                return new Channel();
            case "shared":
                return new SharedOffset();
            case "unlinked":
                return new Unlinked();
            case "replaced":
                return new Replaced();
            case "open":
                return new OpenAnew();
            case "list":
                return new Listing();
            case "change":
                return new Changing();
            case "copy":
                return new Copying();
            case "jar":
                return new Jar();
            case "map":
                return new Mapping();
            case "temporary":
                return new Temporary();
            case "file":
                return new OldFile();
            case "names":
                return new Names();
            case "clocks":
                return new Clocks();
            default:
                throw new IllegalArgumentException(name);
        }
    }

    /** Who and where the program is, as it learns by itself. */
    private static final class Names implements Deal {
        private String host;

        @Override
        public void before() throws IOException {
            host = InetAddress.getLocalHost().toString();
            Files.writeString(folder.resolve("names"), "found");
        }

        @Override
        public void after() throws IOException {
            print(InetAddress.getLocalHost().toString().equals(host));
            for (String property : List.of("user.dir", "user.home", "user.name", "java.io.tmpdir")) {
                print(System.getProperty(property));
            }
            print(System.getenv("HOME") + " " + Locale.getDefault() + " " + ZoneId.systemDefault());
            Path here = Path.of("").toAbsolutePath();
            print(Files.readString(here.relativize(folder).resolve("names")));
            print(new File(here.relativize(folder).toString(), "names").exists());
        }
    }

    /** Clocks that go on where they were; a host's own may be days away. */
    private static final class Clocks implements Deal {
        private long nanos;
        private long millis;
        private Instant instant;

        @Override
        public void before() {
            nanos = System.nanoTime();
            millis = System.currentTimeMillis();
            instant = Instant.now();
        }

        @Override
        public void after() throws IOException {
            print(isSoon(System.nanoTime() - nanos));
            print(isSoon((System.currentTimeMillis() - millis) * 1_000_000));
            print(isSoon(Duration.between(instant, Instant.now()).toNanos()));
            try {
                print(new LinkedBlockingQueue<>().poll(nanos + 1_000_000 - System.nanoTime(), TimeUnit.NANOSECONDS));
                print(new CompletableFuture<>().completeOnTimeout("late", 1, TimeUnit.MILLISECONDS).get());
            } catch (InterruptedException | ExecutionException e) {
                throw new IOException(e);
            }
        }

        private static boolean isSoon(long nanos) {
            return nanos > 0 && nanos < TimeUnit.HOURS.toNanos(1);
        }
    }

    private static Path lines(String name) throws IOException {
        Path file = folder.resolve(name);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            text.append("line ").append(i).append(" of ").append(name).append('\n');
        }
        return Files.writeString(file, text);
    }

    private static void print(Object what) {
        System.out.println("  " + what);
    }

    private static final class Reading implements Deal {
        private FileInputStream stream;
        private BufferedReader reader;
        private Scanner scanner;

        @Override
        public void before() throws IOException {
            stream = new FileInputStream(lines("read-stream").toFile());
            stream.readNBytes(7);
            reader = new BufferedReader(new FileReader(lines("read-reader").toFile()));
            reader.readLine();
            scanner = new Scanner(lines("read-scanner"));
            scanner.nextLine();
        }

        @Override
        public void after() throws IOException {
            print(new String(stream.readNBytes(20), StandardCharsets.US_ASCII));
            print(stream.read());
            print(stream.skip(1000));
            print(stream.available());
            print(stream.getChannel().position());
            print(new String(stream.readAllBytes(), StandardCharsets.US_ASCII).hashCode());
            print(stream.read());
            stream.close();
            print(reader.lines().mapToInt(String::hashCode).sum());
            reader.close();
            int sum = 0;
            while (scanner.hasNextLine()) {
                sum += scanner.nextLine().hashCode();
            }
            print(sum);
            scanner.close();
        }
    }

    private static final class Writing implements Deal {
        private FileOutputStream stream;
        private FileOutputStream append;
        private PrintWriter writer;

        @Override
        public void before() throws IOException {
            stream = new FileOutputStream(folder.resolve("write-stream").toFile());
            stream.write("before\n".getBytes(StandardCharsets.US_ASCII));
            append = new FileOutputStream(lines("write-append").toFile(), true);
            append.write('<');
            writer = new PrintWriter(new FileWriter(folder.resolve("write-writer").toFile()));
            writer.println("before");
        }

        @Override
        public void after() throws IOException {
            stream.write('>');
            stream.write(new byte[3_000_000]);
            stream.getFD().sync();
            stream.close();
            append.write("appended".getBytes(StandardCharsets.US_ASCII));
            append.close();
            writer.println("after");
            writer.close();
            print(Files.size(folder.resolve("write-stream")));
        }
    }

    /** Numbers its bytes from one. */
    private static final class FromOne extends RandomAccessFile {
        FromOne(File file) throws IOException {
            super(file, "r");
        }

        @Override
        public long getFilePointer() throws IOException {
            return super.getFilePointer() + 1;
        }
    }

    private static final class Random implements Deal {
        private RandomAccessFile file;
        private RandomAccessFile fromOne;

        @Override
        public void before() throws IOException {
            file = new RandomAccessFile(lines("random").toFile(), "rw");
            file.seek(100);
            fromOne = new FromOne(lines("from-one").toFile());
            fromOne.seek(10);
        }

        @Override
        public void after() throws IOException {
            print(fromOne.getFilePointer() + " of " + fromOne.length());
            fromOne.close();
            print(file.getFilePointer());
            print(file.readLine());
            print(file.length());
            file.writeUTF("written");
            file.setLength(50_000);
            file.seek(file.length());
            file.writeLong(42);
            print(file.length() + " " + file.getFilePointer());
            file.close();
            try (RandomAccessFile again = new RandomAccessFile(folder.resolve("random").toFile(), "r")) {
                again.seek(50_000);
                print(again.readLong());
                again.write(1);
                print("written to a file that is open for reading");
            } catch (IOException e) {
                print(e);
            }
        }
    }

    private static final class Channel implements Deal {
        private FileChannel channel;

        @Override
        public void before() throws IOException {
            channel = FileChannel.open(lines("channel"), StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel.position(50);
        }

        @Override
        public void after() throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(40);
            print(channel.read(bytes) + " " + channel.position() + " " + channel.size());
            print(new String(bytes.array(), StandardCharsets.US_ASCII));
            print(channel.read(bytes.clear(), 1000));
            print(new String(bytes.array(), StandardCharsets.US_ASCII));
            print(channel.write(ByteBuffer.wrap("there".getBytes(StandardCharsets.US_ASCII)), 10));
            print(channel.write(new ByteBuffer[] {ByteBuffer.allocate(10), ByteBuffer.allocateDirect(20)}));
            ByteBuffer[] several = {ByteBuffer.allocate(3), ByteBuffer.allocateDirect(5)};
            print(channel.read(several) + " " + several[1].remaining());
            channel.force(true);
            channel.truncate(20_000);
            print(channel.size());
            print(channel.transferTo(0, 100, Channels.newChannel(System.out)));
            print("");
            try (FileChannel to = FileChannel.open(
                    folder.resolve("channel-copy"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                print(channel.transferTo(10, 15_000, to));
                print(to.transferFrom(channel, 0, 100));
            }
            channel.close();
            print(channel.isOpen());
        }
    }

    private static final class SharedOffset implements Deal {
        private FileInputStream one;
        private FileInputStream other;
        private FileDescriptor descriptor;

        @Override
        public void before() throws IOException {
            one = new FileInputStream(lines("shared").toFile());
            descriptor = one.getFD();
            other = new FileInputStream(descriptor);
            one.readNBytes(5);
        }

        @Override
        public void after() throws IOException {
            print(new String(other.readNBytes(5), StandardCharsets.US_ASCII));
            print(new String(one.readNBytes(5), StandardCharsets.US_ASCII));
            print(one.getChannel().position());
            one.close();
            print(descriptor.valid());
        }
    }

    private static final class Unlinked implements Deal {
        private RandomAccessFile file;

        @Override
        public void before() throws IOException {
            file = new RandomAccessFile(lines("unlinked").toFile(), "rw");
            Files.delete(folder.resolve("unlinked"));
        }

        @Override
        public void after() throws IOException {
            print(file.readLine());
            file.write(new byte[10]);
            print(file.getFilePointer() + " " + Files.exists(folder.resolve("unlinked")));
            file.close();
        }
    }

    private static final class Replaced implements Deal {
        private RandomAccessFile file;

        @Override
        public void before() throws IOException {
            file = new RandomAccessFile(lines("replaced").toFile(), "rw");
            Files.writeString(folder.resolve("new"), "another file");
            Files.move(folder.resolve("new"), folder.resolve("replaced"), StandardCopyOption.REPLACE_EXISTING);
        }

        @Override
        public void after() throws IOException {
            print(file.readLine());
            file.write(new byte[10]);
            print(Files.readString(folder.resolve("replaced")));
            file.close();
        }
    }

    private static final class OpenAnew implements Deal {
        @Override
        public void before() throws IOException {
            lines("open");
        }

        @Override
        public void after() throws IOException {
            Path file = folder.resolve("open");
            print(Files.readString(file).hashCode());
            print(Files.readAllLines(file).size());
            Files.writeString(file, "shorter");
            Files.write(folder.resolve("open-new"), List.of("a", "b"));
            Files.write(folder.resolve("open-new"), List.of("c"), StandardOpenOption.APPEND);
            try (FileOutputStream out = new FileOutputStream(folder.resolve("open-stream").toFile(), true)) {
                out.write(65);
            }
            try (FileInputStream in = new FileInputStream(folder.resolve("open-stream").toFile())) {
                print(in.read() + " " + in.read());
            }
            try {
                new FileInputStream(folder.resolve("missing").toFile()).close();
            } catch (IOException e) {
                print(e);
            }
            try {
                new FileInputStream(folder.toFile()).close();
            } catch (IOException e) {
                print(e);
            }
            try {
                Files.newInputStream(folder.resolve("missing")).close();
            } catch (NoSuchFileException e) {
                print(e);
            }
            try {
                Files.createFile(file);
            } catch (FileAlreadyExistsException e) {
                print(e);
            }
            Files.newOutputStream(folder.resolve("gone"), StandardOpenOption.CREATE,
                    StandardOpenOption.DELETE_ON_CLOSE).close();
            print(Files.exists(folder.resolve("gone")));
        }
    }

    private static final class Listing implements Deal {
        private final TreeSet<Path> walked = new TreeSet<>();
        private final TreeSet<Path> listed = new TreeSet<>();
        private Stream<Path> walk;
        private Iterator<Path> walking;
        private DirectoryStream<Path> list;
        private Iterator<Path> listing;

        @Override
        public void before() throws IOException {
            for (int i = 0; i < 50; i++) {
                Files.createDirectories(folder.resolve("list/" + i % 5));
                Files.writeString(folder.resolve("list/" + i % 5 + "/" + i), "x".repeat(i));
            }
            walk = Files.walk(folder.resolve("list"));
            walking = walk.iterator();
            list = Files.newDirectoryStream(folder.resolve("list/4"));
            listing = list.iterator();
            for (int i = 0; i < 5; i++) {
                walked.add(folder.relativize(walking.next()));
                listed.add(folder.relativize(listing.next()));
            }
        }

        @Override
        public void after() throws IOException {
            walking.forEachRemaining(path -> walked.add(folder.relativize(path)));
            listing.forEachRemaining(path -> listed.add(folder.relativize(path)));
            print(walked);
            print(listed);
            walk.close();
            list.close();
            try (Stream<Path> all = Files.walk(folder.resolve("list"))) {
                print(all.map(folder::relativize).sorted().toList());
            }
            try (DirectoryStream<Path> some = Files.newDirectoryStream(folder.resolve("list/3"), "*8")) {
                TreeSet<Path> names = new TreeSet<>();
                some.forEach(path -> names.add(path.getFileName()));
                print(names);
            }
            long[] size = new long[1];
            Files.walkFileTree(folder.resolve("list"), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    size[0] += attributes.size();
                    return FileVisitResult.CONTINUE;
                }
            });
            print(size[0]);
            String[] names = new File(folder.toFile(), "list/2").list();
            Arrays.sort(names);
            print(Arrays.toString(names));
            print(new File(folder.toFile(), "nothing").list() == null);
        }
    }

    private static final class Changing implements Deal {
        @Override
        public void before() throws IOException {
            lines("change");
        }

        @Override
        public void after() throws IOException {
            Path file = folder.resolve("change");
            Files.setLastModifiedTime(file, FileTime.fromMillis(123_456_000));
            print(Files.getLastModifiedTime(file));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
            print(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            print(Files.getOwner(file).getName().equals(System.getProperty("user.name")));
            Path link = Files.createSymbolicLink(folder.resolve("change-link"), Path.of("change"));
            print(Files.readSymbolicLink(link) + " " + Files.isSymbolicLink(link) + " "
                    + Files.isRegularFile(link, LinkOption.NOFOLLOW_LINKS) + " " + Files.isSameFile(file, link));
            print(link.toRealPath().equals(file.toRealPath()));
            Files.createLink(folder.resolve("change-hard"), file);
            Files.move(file, folder.resolve("changed"));
            print(Files.exists(file) + " " + Files.isReadable(folder.resolve("changed")));
            Files.createDirectory(folder.resolve("change-folder"));
            Files.delete(folder.resolve("change-folder"));
            print(Files.getFileStore(folder.resolve("changed")).getUsableSpace() > 0);
        }
    }

    private static final class Copying implements Deal {
        @Override
        public void before() throws IOException {
            lines("copy");
        }

        @Override
        public void after() throws IOException {
            Path file = folder.resolve("copy");
            Files.copy(file, folder.resolve("copied"), StandardCopyOption.COPY_ATTRIBUTES);
            print(Files.mismatch(file, folder.resolve("copied")));
            print(Files.copy(file, System.out) > 0);
            try (FileInputStream in = new FileInputStream(file.toFile())) {
                print(Files.copy(in, folder.resolve("copied"), StandardCopyOption.REPLACE_EXISTING));
            }
            Files.copy(Path.of("/proc/sys/kernel/ostype"), folder.resolve("from-this-host"));
            print(Files.readString(folder.resolve("from-this-host")).trim());
        }
    }

    private static final class Jar implements Deal {
        private JarFile open;

        @Override
        public void before() throws IOException {
            Path file = folder.resolve("jar");
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
                for (int i = 0; i < 20; i++) {
                    JarEntry entry = new JarEntry("entry" + i);
                    entry.setTime(1_000_000_000_000L);
                    out.putNextEntry(entry);
                    out.write(("content " + i).repeat(100).getBytes(StandardCharsets.US_ASCII));
                }
            }
            open = new JarFile(file.toFile());
            open.getInputStream(open.getEntry("entry1")).readAllBytes();
        }

        @Override
        public void after() throws IOException {
            print(new String(open.getInputStream(open.getEntry("entry7")).readAllBytes(), StandardCharsets.US_ASCII)
                    .hashCode());
            open.close();
            Files.copy(folder.resolve("jar"), folder.resolve("jar2"));
            try (JarFile jar = new JarFile(folder.resolve("jar2").toFile())) {
                print(jar.stream().map(JarEntry::getName).toList());
                print(jar.getInputStream(jar.getEntry("entry3")).readAllBytes().length);
            }
        }
    }

    private static final class Mapping implements Deal {
        private ByteBuffer old;
        private ByteBuffer own;

        @Override
        public void before() throws IOException {
            try (FileChannel channel =
                    FileChannel.open(lines("map"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                old = channel.map(FileChannel.MapMode.READ_ONLY, 5001, 7000);
                own = channel.map(FileChannel.MapMode.PRIVATE, 100, 9000);
            }
            own.put(4711, (byte) 'x');
        }

        @Override
        public void after() throws IOException {
            print(old.hashCode() + " " + own.hashCode());
            try (FileChannel channel = FileChannel.open(folder.resolve("map"))) {
                ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 10, channel.size() - 10);
                print(bytes.remaining() + " " + bytes.hashCode());
            }
        }
    }

    private static final class Temporary implements Deal {
        @Override
        public void before() throws IOException {
            Path early = Files.createTempFile(folder, "early", null);
            early.toFile().deleteOnExit();
        }

        @Override
        public void after() throws IOException {
            Path temporary = Files.createTempFile(folder, "temporary", ".tmp");
            Files.writeString(temporary, "for a while");
            print(Files.readString(temporary));
            temporary.toFile().deleteOnExit();
            File old = File.createTempFile("old", null, folder.toFile());
            print(old.exists() + " " + old.delete() + " " + old.exists());
            Files.delete(Files.createTempDirectory(folder, "folder"));
        }
    }

    private static final class OldFile implements Deal {
        @Override
        public void before() throws IOException {
            lines("file");
        }

        @Override
        public void after() throws IOException {
            File file = new File(folder.toFile(), "file");
            print(file.exists() + " " + file.isFile() + " " + file.isDirectory() + " " + file.length() + " "
                    + file.canRead() + " " + file.canExecute());
            print(file.setLastModified(99_000) + " " + file.lastModified());
            print(file.setReadOnly() + " " + file.setWritable(true) + " " + file.setExecutable(true));
            print(new File(folder.toFile(), "x/../file").getCanonicalFile().equals(file.getCanonicalFile()));
            print(file.renameTo(new File(folder.toFile(), "file2")) + " " + file.exists());
            print(file.createNewFile() + " " + file.createNewFile());
            print(new File(folder.toFile(), "a/b").mkdir() + " " + new File(folder.toFile(), "a/b").mkdirs());
            print(folder.toFile().getTotalSpace() > 0);
            print(new File("").getAbsoluteFile().exists());
        }
    }
}
