package dev.sprite.agent.migration;

import dev.sprite.capture.ResidualHeap;
import dev.sprite.cluster.TargetHost;
import dev.sprite.image.ImageFormat;
import dev.sprite.image.ThreadImage;
import dev.sprite.image.codec.LoaderShell;
import dev.sprite.instrumentation.SeenFrame;
import dev.sprite.transport.HostAddress;
import dev.sprite.transport.Link;
import dev.sprite.transport.PageOutput;
import dev.sprite.transport.Transport;
import dev.sprite.transport.message.LinkMessage.Done;
import dev.sprite.transport.message.MessageKind;
import dev.sprite.transport.message.MoveMessage.ClassesLoaded;
import dev.sprite.transport.message.MoveMessage.Frames;
import dev.sprite.transport.message.MoveMessage.Hello;
import dev.sprite.transport.message.MoveMessage.Image;
import dev.sprite.transport.message.MoveMessage.LoadClasses;
import dev.sprite.transport.message.MoveMessage.Ready;
import dev.sprite.transport.message.MoveMessage.Running;
import dev.sprite.transport.message.MoveMessage.SeenFrames;
import dev.sprite.transport.message.PrepareMessage.Prepare;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The JVM that is to take the program over, as its source sees it. Closing it before the commit ends that JVM. */
final class Target implements Closeable {
    /** Long enough for a class path to be shipped. */
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Enough for the compiler to take notice of the cipher. */
    private static final int LEAST_WARM_UP = 256 << 10;
    /** Enough for the cipher to be as fast as it gets: eight times as fast as after the first megabyte. */
    private static final int MOST_WARM_UP = 16 << 20;
    /** Where the compiler is busy with the program, the cipher stays slow however much is sent. */
    private static final long WARM_UP_NANOS = 250_000_000;

    private final TargetHost host;
    private final Link link;
    /** Null if nothing is to follow the image. */
    private PageListener listener;
    private volatile boolean servesPages;

    private Target(TargetHost host, Link link) {
        this.host = host;
        this.link = link;
        host.onLost(this::lost);
    }

    /** A target that has taken the program over is found again without its daemon. */
    private void lost(String reason) {
        if (!servesPages) {
            link.close(reason);
        }
    }

    /** Has a host's daemon start a JVM, and connects to it. */
    static Target start(Transport transport, HostAddress daemon, Prepare prepare) throws IOException {
        TargetHost host = TargetHost.prepare(transport, daemon, prepare, START_PATIENCE);
        try {
            Link link = transport.connect(host.target(), PATIENCE);
            Target target = new Target(host, link);
            link.request(new Hello(prepare.pid(), prepare.epoch(), prepare.token()), Done.class, PATIENCE);
            return target;
        } catch (IOException e) {
            host.close();
            throw e;
        }
    }

    /** The name of its host. */
    String hostName() {
        return host.hostName();
    }

    /**
     * Listens for the target to come back if the link breaks while pages are outstanding.
     *
     * @param migration what the target was started for
     */
    void listen(Transport transport, Prepare migration) throws IOException {
        listener = new PageListener(transport, link, migration);
    }

    /** Has the target begin what can be done ahead of the freeze; both sides and the link between them get warm, too. */
    void loadClasses(List<String> names, long[] iterationOrder, boolean withBarriers) throws IOException {
        MessageKind.warmUp();
        link.send(new LoadClasses(names, iterationOrder, withBarriers));
        try (PageOutput nothing = new PageOutput(link)) {
            byte[] some = new byte[LEAST_WARM_UP];
            long end = System.nanoTime() + WARM_UP_NANOS;
            for (long left = warmUpBytes(); left > 0 && System.nanoTime() < end; left -= some.length) {
                nothing.write(some);
            }
        }
    }

    /** As much as the image may have, within bounds. */
    private static long warmUpBytes() {
        return Math.max(LEAST_WARM_UP, Math.min(HeapRoom.used(), MOST_WARM_UP));
    }

    /** Waits until what {@link #loadClasses} began is done. */
    ClassesLoaded awaitClasses() throws IOException {
        link.rehearse(START_PATIENCE);
        return link.expect(ClassesLoaded.class, START_PATIENCE);
    }

    /** Has the target make the resume code of frames that are likely to be sent. */
    void prepareFor(Collection<SeenFrame> seen) throws IOException {
        List<String> owners = new ArrayList<>();
        List<String> methods = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        List<String> callees = new ArrayList<>();
        for (SeenFrame frame : seen) {
            owners.add(frame.owner());
            methods.add(frame.method());
            lines.add(frame.line());
            callees.add(frame.callee() == null ? "" : frame.callee());
        }
        link.send(new SeenFrames(owners, methods, lines, callees));
        link.expect(Done.class, START_PATIENCE);
    }

    /** Has the target make the resume code of the frames it will be sent. */
    void announce(List<ThreadImage> threads) throws IOException {
        Set<String> places = new HashSet<>();
        List<String> owners = new ArrayList<>();
        List<String> methods = new ArrayList<>();
        List<Integer> sites = new ArrayList<>();
        SpriteFrames last = null;
        for (ThreadImage thread : threads) {
            SpriteFrames frames = thread.frames();
            int depth = frames.sharesCode(last) ? 0 : frames.depth;
            last = frames;
            for (int i = 0; i < depth; i++) {
                String owner = frames.owner[i].getName();
                if (isFoundByName(frames.owner[i]) && places.add(owner + ' ' + frames.site[i] + ' ' + frames.method[i])) {
                    owners.add(owner);
                    methods.add(frames.method[i]);
                    sites.add(frames.site[i]);
                }
            }
        }
        link.send(new Frames(owners, methods, sites));
    }

    /** Other classes come with the image. */
    private static boolean isFoundByName(Class<?> type) {
        return !type.isHidden() && !LoaderShell.isOfProgram(type.getClassLoader());
    }

    /**
     * Announces an image; it is to be written to what is returned, which is then to be closed.
     *
     * @param from the name of this host
     */
    PageOutput image(String strategy, String from) throws IOException {
        boolean isAll = strategy.equals(Strategy.COPY);
        link.send(new Image(strategy, ImageFormat.VERSION, from, isAll ? null : listener.address().toString()));
        return new PageOutput(link);
    }

    /**
     * Waits until the image has been rebuilt.
     *
     * @throws dev.sprite.transport.RefusedException if the target cannot take it
     */
    void awaitReady(Duration timeout) throws IOException {
        link.expect(Ready.class, timeout);
    }

    /**
     * Sends what follows the image.
     *
     * @param image where the image went; leads to the pages from now on
     * @param beforeSending to be done before a page leaves
     */
    PageServer servePages(ResidualHeap residue, TransferProgress image, ResidualHeap.Sending beforeSending) {
        servesPages = true;
        residue.beforeSending(beforeSending);
        PageServer server = new PageServer(link, residue);
        image.leadTo(server.pages());
        listener.serves(server);
        return server;
    }

    /** Waits until the program runs there; returns how many nanoseconds after the target was ready it did. */
    long awaitRunning() throws IOException {
        return link.expect(Running.class, PATIENCE).sinceReady();
    }

    @Override
    public void close() {
        link.close("the migration is over");
        if (listener != null) {
            listener.close();
        }
        host.close();
    }
}
