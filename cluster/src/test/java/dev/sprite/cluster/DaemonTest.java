package dev.sprite.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.cluster.activity.IdlePolicy;
import dev.sprite.cluster.command.RemoteCommand;
import dev.sprite.cluster.offload.OffloadPolicy;
import dev.sprite.transport.ClassPathContent;
import dev.sprite.transport.ClusterKey;
import dev.sprite.transport.HostAddress;
import dev.sprite.transport.Link;
import dev.sprite.transport.LinkServer;
import dev.sprite.transport.RefusedException;
import dev.sprite.transport.Transport;
import dev.sprite.transport.control.ControlClient;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlRequest;
import dev.sprite.transport.control.DaemonStatus;
import dev.sprite.transport.control.RunDirectory;
import dev.sprite.transport.message.CommandMessage.Run;
import dev.sprite.transport.message.DirectoryMessage.Evicted;
import dev.sprite.transport.message.DirectoryMessage.Host;
import dev.sprite.transport.message.DirectoryMessage.Hosts;
import dev.sprite.transport.message.DirectoryMessage.ListHosts;
import dev.sprite.transport.message.PrepareMessage.Launch;
import dev.sprite.transport.message.PrepareMessage.PathEntry;
import dev.sprite.transport.message.PrepareMessage.Prepare;
import dev.sprite.transport.message.Priority;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DaemonTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final List<Daemon> daemons = new ArrayList<>();
    private Path key;
    private Path agent;
    private Path program;
    private Path report;
    private Transport transport;
    private Daemon daemon;

    @BeforeEach
    void start() throws IOException {
        key = directory.resolve("key.pem");
        transport = new Transport(ClusterKey.loadOrCreate(key));
        agent = jar("stub-agent.jar", StubAgent.class.getName(), StubAgent.class);
        program = jar("program.jar", null, StubProgram.class);
        report = directory.resolve("report");
        daemon = daemon("eos", null);
    }

    @AfterEach
    void stop() throws IOException {
        for (Daemon each : daemons) {
            each.close();
        }
        transport.close();
        if (Files.exists(report)) {
            ProcessHandle.of(Long.parseLong(report().getProperty("pid"))).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private Daemon daemon(String name, HostAddress join) throws IOException {
        Daemon started = Daemon.start(new Daemon.Config(name, new HostAddress("127.0.0.1", 0), join,
                new RunDirectory(directory.resolve(name)), key, agent, IdlePolicy.DEFAULT, OffloadPolicy.DEFAULT));
        daemons.add(started);
        return started;
    }

    private Path jar(String name, String premainClass, Class<?> content) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (premainClass != null) {
            manifest.getMainAttributes().putValue("Premain-Class", premainClass);
        }
        Path jar = directory.resolve(name);
        String entry = content.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.putNextEntry(new ZipEntry(entry));
            out.write(content.getResourceAsStream("/" + entry).readAllBytes());
        }
        return jar;
    }

    private Properties report() throws IOException {
        while (Files.notExists(report)) {
            Thread.onSpinWait();
        }
        Properties properties = new Properties();
        for (String line : Files.readAllLines(report)) {
            int equals = line.indexOf('=');
            properties.setProperty(line.substring(0, equals), line.substring(equals + 1));
        }
        return properties;
    }

    private Prepare prepare(List<PathEntry> classPath, Path cwd, int feature, String... options) {
        List<String> all = new ArrayList<>(List.of("-Xmx64m", "-javaagent:/elsewhere/sprite.jar=log=info,run=/old"));
        all.addAll(List.of(options));
        return new Prepare(4711, 1, "127.0.0.1:1", "token", "nyx", new Launch(feature, "0", "/no/such/java", all,
                "/elsewhere/sprite.jar", "log=info,run=/old", classPath, false, StubProgram.class.getName(),
                List.of(report.toString(), "two words"), cwd.toString(), Map.of("COLOUR", "green")), null);
    }

    private Prepare prepare(String... options) throws IOException {
        return prepare(List.of(entry(program)), directory, Runtime.version().feature(), options);
    }

    private static PathEntry entry(Path file) throws IOException {
        return ClassPathContent.describe(file.toString(), file);
    }

    private TargetHost ask(Prepare prepare) throws IOException {
        return TargetHost.prepare(transport, daemon.address(), prepare, PATIENCE);
    }

    @Test
    void startsTheTargetAsTheProgramWasStarted() throws Exception {
        try (TargetHost host = ask(prepare("-Dgreeting=hello", "-agentlib:jdwp=transport=dt_socket,server=y",
                "-javaagent:/elsewhere/gone.jar"))) {
            assertEquals("eos", host.hostName());
            assertEquals("127.0.0.1", host.target().host());
            new Socket(host.target().host(), host.target().port()).close();
            Properties report = report();
            assertEquals(directory.toString(), report.getProperty("cwd"));
            assertEquals("hello", report.getProperty("greeting"));
            assertEquals("{COLOUR=green}", report.getProperty("env"));
            assertEquals("[" + this.report + ", two words]", report.getProperty("args"));
            assertEquals("-1", report.getProperty("in"));
            assertEquals(program.toString(), report.getProperty("code"));
            assertEquals(Long.toString(host.osPid()), report.getProperty("pid"));
        }
    }

    @Test
    void endsATargetWhoseSourceLeavesBeforeItIsReady() throws Exception {
        TargetHost host = ask(prepare());
        ProcessHandle target = ProcessHandle.of(Long.parseLong(report().getProperty("pid"))).orElseThrow();
        host.close();
        target.onExit().get(30, TimeUnit.SECONDS);
    }

    @Test
    void leavesATargetThatIsReadyToItsHome() throws Exception {
        TargetHost host = ask(prepare("-Dstub.ready=true"));
        while (status().foreign().isEmpty()) {
            Thread.onSpinWait();
        }
        assertEquals(4711, status().foreign().get(0).pid());
        assertEquals("nyx", status().foreign().get(0).home());
        host.close();
        // by the time another request has been refused, the end of that link has been seen
        assertThrows(RefusedException.class,
                () -> ask(prepare(List.of(), directory, Runtime.version().feature() + 1)));
        assertTrue(ProcessHandle.of(Long.parseLong(report().getProperty("pid"))).isPresent());
        assertEquals(1, status().foreign().size());
    }

    private ProcessHandle expect(Prepare prepare, long pid) throws IOException, ControlException {
        return expect(ControlRequest.expect(prepare.launch(), List.of(), pid));
    }

    /** Tells the daemon that a program has left, and returns the JVM that it starts, or null. */
    private ProcessHandle expect(ControlRequest request) throws IOException, ControlException {
        Set<ProcessHandle> before = ProcessHandle.current().children().collect(Collectors.toSet());
        ControlClient.call(controlSocket(), request, Object.class);
        return ProcessHandle.current()
                .children()
                .filter(child -> !before.contains(child))
                .findAny()
                .orElse(null);
    }

    @Test
    void aProgramThatReturnsIsGivenTheJvmThatWasStartedForIt() throws Exception {
        ProcessHandle spare = expect(prepare(), 0);
        try (TargetHost host = ask(prepare())) {
            assertEquals(spare.pid(), host.osPid());
        }
        try (TargetHost host = ask(prepare())) {
            assertNotEquals(spare.pid(), host.osPid());
        }
    }

    @Test
    void aSpareIsForOneProgramOnly() throws Exception {
        ProcessHandle spare = expect(prepare(), 0);
        try (TargetHost host = ask(prepare("-Dgreeting=another"))) {
            assertNotEquals(spare.pid(), host.osPid());
        }
        Files.write(program, Files.readAllBytes(agent));
        try (TargetHost host = ask(prepare())) {
            assertNotEquals(spare.pid(), host.osPid());
        }
        assertTrue(spare.isAlive());
    }

    @Test
    void sparesAreFew() throws Exception {
        ProcessHandle first = expect(prepare("-Dgreeting=1"), 0);
        ProcessHandle second = expect(prepare("-Dgreeting=2"), 0);
        ProcessHandle third = expect(prepare("-Dgreeting=3"), 0);
        first.onExit().get(30, TimeUnit.SECONDS);
        assertTrue(second.isAlive() && third.isAlive());
    }

    @Test
    void sparesEndWithTheirDaemonAndWithTheirProgram() throws Exception {
        Process program = new ProcessBuilder("sleep", "100").start();
        ProcessHandle first = expect(prepare("-Dgreeting=1"), program.pid());
        ProcessHandle second = expect(prepare("-Dgreeting=2"), 0);
        program.destroy();
        first.onExit().get(30, TimeUnit.SECONDS);
        assertTrue(second.isAlive());
        daemons.remove(daemon);
        daemon.close();
        second.onExit().get(30, TimeUnit.SECONDS);
    }

    @Test
    void noSpareForAProgramWhoseStartIsFeltElsewhere() throws Exception {
        assertNull(expect(prepare("-Dcom.sun.management.jmxremote.port=0"), 0));
    }

    @Test
    void noSpareForAProgramThatWasEvicted() throws Exception {
        ask(prepare("-Dstub.ready=true"));
        while (status().foreign().isEmpty()) {
            Thread.onSpinWait();
        }
        ControlClient.call(controlSocket(), ControlRequest.of(ControlRequest.EVICT), Evicted.class);
        try (Stream<Path> targets = Files.list(directory.resolve("eos/daemon/foreign"))) {
            String id = targets.findAny().orElseThrow().getFileName().toString();
            assertNull(expect(ControlRequest.expect(prepare().launch(), List.of(), id)));
        }
    }

    private DaemonStatus status() throws IOException, ControlException {
        return ControlClient.call(controlSocket(), ControlRequest.of("status"), DaemonStatus.class);
    }

    private Path controlSocket() {
        return RunDirectory.controlSocket(new RunDirectory(directory.resolve("eos")).daemon());
    }

    @Test
    void saysWhyATargetDidNotStart() {
        RefusedException refused = assertThrows(RefusedException.class, () -> ask(prepare("-Dstub.dies=true")));
        assertEquals("the target JVM ended with status 3: no room for a heap", refused.getMessage());
    }

    @Test
    void fetchesAJarThisHostLacks() throws Exception {
        Path found = fetched("program.jar", directory);
        assertEquals("program.jar", found.getFileName().toString());
        assertEquals(-1, Files.mismatch(program, found));
    }

    @Test
    void fetchesADirectoryThisHostLacks() throws Exception {
        Path source = directory.resolve("source");
        Files.createDirectories(source.resolve("classes/deep"));
        Files.writeString(source.resolve("classes/deep/A.class"), "one");
        Files.writeString(source.resolve("classes/B.class"), "two");
        Path found = fetched("classes", source);
        assertEquals("one", Files.readString(found.resolve("deep/A.class")));
        assertEquals("two", Files.readString(found.resolve("B.class")));
    }

    @Test
    void fetchesAJarThisHostHasDifferently() throws Exception {
        Path here = Files.createDirectories(directory.resolve("here"));
        Files.write(here.resolve("program.jar"), new byte[(int) Files.size(program)]);
        assertEquals(-1, Files.mismatch(program, fetched("program.jar", directory)));
    }

    /** What a cache finds for a class path entry of a source in {@code cwd}, where its own is another directory. */
    private Path fetched(String path, Path cwd) throws Exception {
        Path here = Files.createDirectories(directory.resolve("here"));
        Path place = directory.resolve("cache");
        PathEntry entry = ClassPathContent.describe(path, cwd.resolve(path));
        BlockingQueue<Link> links = new LinkedBlockingQueue<>();
        try (LinkServer server = transport.listen(new HostAddress("127.0.0.1", 0), links::add)) {
            Prepare prepare = prepare(List.of(entry), cwd, 0);
            CompletableFuture<IOException> end = CompletableFuture.supplyAsync(() -> assertThrows(
                    IOException.class, () -> TargetHost.prepare(transport, server.address(), prepare, PATIENCE)));
            Link link = links.poll(20, TimeUnit.SECONDS);
            link.expect(Prepare.class, PATIENCE);
            Path found = new ClassPathCache(place).locate(entry, here, link);
            link.close("that was all");
            assertEquals("that was all", end.get(20, TimeUnit.SECONDS).getMessage());
            assertEquals(found, new ClassPathCache(place).locate(entry, here, link), "fetched again");
            try (Stream<Path> contents = Files.list(place)) {
                assertEquals(1, contents.count(), "a draft was left behind");
            }
            return found;
        }
    }

    /** Home serves what is in it. */
    @Test
    void startsAProgramWhoseDirectoryIsNotHere() throws Exception {
        Path nowhere = directory.resolve("nowhere");
        try (TargetHost host = ask(prepare(List.of(entry(program)), nowhere, Runtime.version().feature()))) {
            assertEquals("eos", host.hostName());
            assertEquals(nowhere.toString(), report().getProperty("cwd"));
        }
    }

    @Test
    void refusesAProgramOfAnotherJdk() {
        RefusedException refused = assertThrows(
                RefusedException.class, () -> ask(prepare(List.of(entry(program)), directory, 11)));
        assertTrue(refused.getMessage().contains("the program JDK 11"), refused.getMessage());
    }

    @Test
    void isTheOnlyOneInItsRunDirectory() {
        IOException refused = assertThrows(IOException.class, () -> daemon("eos", null));
        assertTrue(refused.getMessage().contains("serves " + directory.resolve("eos") + " already"),
                refused.getMessage());
    }

    @Test
    void keepsOthersOutOfItsRunDirectory() throws IOException {
        assertEquals("rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("eos"))));
    }

    @Test
    void hostsThatJoinKnowEachOther() throws Exception {
        daemon("hel", daemon.address());
        daemon("nyx", daemon.address());
        assertEquals(List.of("eos", "hel", "nyx"), names(daemon));
        assertEquals(List.of("eos", "hel", "nyx"), names(daemons.get(2)));
        Daemon.Config namesake = new Daemon.Config("hel", new HostAddress("127.0.0.1", 0), daemon.address(),
                new RunDirectory(directory.resolve("hel2")), key, agent, IdlePolicy.DEFAULT, OffloadPolicy.DEFAULT);
        IOException taken = assertThrows(IOException.class, () -> Daemon.start(namesake));
        assertTrue(taken.getMessage().contains("a host named hel already"), taken.getMessage());
    }

    @Test
    void refusesACommandItCannotRun() throws Exception {
        Run nowhere = new Run("true", directory.resolve("nowhere").toString(), Map.of(), Priority.NORMAL, true);
        RefusedException refused = assertThrows(
                RefusedException.class, () -> RemoteCommand.start(transport, daemon.address(), nowhere));
        assertEquals("eos has no directory " + directory.resolve("nowhere"), refused.getMessage());
        Run odd = new Run("true", directory.toString(), Map.of("A=B", "C"), Priority.NORMAL, true);
        assertThrows(RefusedException.class, () -> RemoteCommand.start(transport, daemon.address(), odd));
    }

    private List<String> names(Daemon asked) throws IOException {
        try (Link link = transport.connect(asked.address(), PATIENCE)) {
            return link.request(new ListHosts(), Hosts.class, PATIENCE).hosts().stream()
                    .map(Host::name)
                    .collect(Collectors.toList());
        }
    }
}
