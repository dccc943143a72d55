package dev.sprite.transport.message;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The messages a link carries: code on the wire, record, and the largest payload accepted, which is checked before
 * anything is allocated. Control messages are JSON; runs of bytes go as they are.
 */
public enum MessageKind {
    HEARTBEAT(1, LinkMessage.Heartbeat.class, Limit.SMALL),
    GOODBYE(2, LinkMessage.Goodbye.class, Limit.SMALL),
    DONE(3, LinkMessage.Done.class, Limit.SMALL),
    REFUSED(4, LinkMessage.Refused.class, Limit.LARGE),
    PAGES_END(5, LinkMessage.PagesEnd.class, Limit.SMALL),
    PAGE(6, LinkMessage.Page.class, Limit.PAGE) {
        @Override
        byte[] toBytes(Message message) {
            return ((LinkMessage.Page) message).bytes();
        }

        @Override
        Message fromBytes(byte[] payload) {
            return new LinkMessage.Page(payload);
        }
    },
    PING(7, LinkMessage.Ping.class, Limit.SMALL),

    PREPARE(20, PrepareMessage.Prepare.class, Limit.LARGE),
    FETCH(21, PrepareMessage.Fetch.class, Limit.SMALL),
    PREPARED(22, PrepareMessage.Prepared.class, Limit.SMALL),

    HELLO(40, MoveMessage.Hello.class, Limit.SMALL),
    LOAD_CLASSES(41, MoveMessage.LoadClasses.class, Limit.LARGE),
    IMAGE(42, MoveMessage.Image.class, Limit.SMALL),
    READY(43, MoveMessage.Ready.class, Limit.SMALL),
    RUNNING(44, MoveMessage.Running.class, Limit.SMALL),
    FRAMES(45, MoveMessage.Frames.class, Limit.LARGE),
    SEEN_FRAMES(46, MoveMessage.SeenFrames.class, Limit.LARGE),
    CLASSES_LOADED(47, MoveMessage.ClassesLoaded.class, Limit.SMALL),
    TOUCHED(48, MoveMessage.Touched.class, Limit.LARGE),
    PAGES_TAKEN(49, MoveMessage.PagesTaken.class, Limit.SMALL),
    RESUME(50, MoveMessage.Resume.class, Limit.SMALL),

    ATTACH(60, HomeMessage.Attach.class, Limit.SMALL),
    ATTACHED(61, HomeMessage.Attached.class, Limit.LARGE),
    GO(62, HomeMessage.Go.class, Limit.SMALL),
    CALLED_OFF(63, HomeMessage.CalledOff.class, Limit.SMALL),
    CALL_OFF(64, HomeMessage.CallOff.class, Limit.SMALL),
    BEGIN_MOVE(65, HomeMessage.BeginMove.class, Limit.SMALL),
    MOVE_BEGUN(66, HomeMessage.MoveBegun.class, Limit.SMALL),
    ABANDON(67, HomeMessage.Abandon.class, Limit.SMALL),
    COMMIT(68, HomeMessage.Commit.class, Limit.SMALL),
    WRITE(69, HomeMessage.Write.class, Limit.PAGE) {
        @Override
        byte[] toBytes(Message message) {
            HomeMessage.Write write = (HomeMessage.Write) message;
            byte[] payload = new byte[write.bytes().length + 1];
            payload[0] = (byte) write.descriptor();
            System.arraycopy(write.bytes(), 0, payload, 1, write.bytes().length);
            return payload;
        }

        @Override
        Message fromBytes(byte[] payload) throws MalformedMessageException {
            if (payload.length == 0) {
                throw new MalformedMessageException("a write without a descriptor");
            }
            return new HomeMessage.Write(payload[0], Arrays.copyOfRange(payload, 1, payload.length));
        }
    },
    WRITE_FAILED(70, HomeMessage.WriteFailed.class, Limit.SMALL),
    READ(71, HomeMessage.Read.class, Limit.SMALL),
    INPUT(72, HomeMessage.Input.class, Limit.PAGE) {
        @Override
        byte[] toBytes(Message message) {
            return ((HomeMessage.Input) message).bytes();
        }

        @Override
        Message fromBytes(byte[] payload) {
            return new HomeMessage.Input(payload);
        }
    },
    AVAILABLE(73, HomeMessage.Available.class, Limit.SMALL),
    SKIP(74, HomeMessage.Skip.class, Limit.SMALL),
    COUNT(75, HomeMessage.Count.class, Limit.SMALL),
    CLOSE(76, HomeMessage.Close.class, Limit.SMALL),
    EXIT(77, HomeMessage.Exit.class, Limit.SMALL),
    COMMAND(78, HomeMessage.Command.class, Limit.LARGE),
    COMMAND_PROGRESS(79, HomeMessage.CommandProgress.class, Limit.LARGE),
    COMMAND_RESULT(80, HomeMessage.CommandResult.class, Limit.LARGE),
    RESOLVE(81, HomeMessage.Resolve.class, Limit.SMALL),
    READABLE(83, HomeMessage.Readable.class, Limit.SMALL),
    RESOLVED(82, HomeMessage.Resolved.class, Limit.SMALL),
    SIGNAL(84, HomeMessage.Signal.class, Limit.SMALL),
    CLOCK(87, HomeMessage.Clock.class, Limit.SMALL),
    CLOCK_READING(88, HomeMessage.ClockReading.class, Limit.SMALL),
    PAUSED(89, HomeMessage.Paused.class, Limit.SMALL),
    SOURCE_GONE(90, HomeMessage.SourceGone.class, Limit.SMALL),
    FILE_CALL(85, HomeMessage.FileCall.class, Limit.PAGE) {
        @Override
        byte[] toBytes(Message message) {
            return ((HomeMessage.FileCall) message).bytes();
        }

        @Override
        Message fromBytes(byte[] payload) {
            return new HomeMessage.FileCall(payload);
        }
    },
    FILE_RESULT(86, HomeMessage.FileResult.class, Limit.PAGE) {
        @Override
        byte[] toBytes(Message message) {
            return ((HomeMessage.FileResult) message).bytes();
        }

        @Override
        Message fromBytes(byte[] payload) {
            return new HomeMessage.FileResult(payload);
        }
    },

    REGISTER(100, DirectoryMessage.Register.class, Limit.SMALL),
    LIST_HOSTS(101, DirectoryMessage.ListHosts.class, Limit.SMALL),
    HOSTS(102, DirectoryMessage.Hosts.class, Limit.LARGE),
    EVICT(103, DirectoryMessage.Evict.class, Limit.SMALL),
    EVICTED(104, DirectoryMessage.Evicted.class, Limit.LARGE),
    SELECT(105, DirectoryMessage.Select.class, Limit.SMALL),
    SELECTED(106, DirectoryMessage.Selected.class, Limit.SMALL),

    RUN(120, CommandMessage.Run.class, Limit.LARGE),
    STARTED(121, CommandMessage.Started.class, Limit.SMALL);

    /** Bounds of payloads, in bytes. */
    public static final class Limit {
        public static final int SMALL = 64 << 10;
        public static final int LARGE = 16 << 20;
        public static final int PAGE = 4 << 20;

        private Limit() {}
    }

    /** Reads and writes of one kind after which reflection has made its own code for that. */
    private static final int ROUNDS = 20;

    private static final Gson GSON = new Gson();
    private static final MessageKind[] BY_CODE = new MessageKind[256];
    private static final Map<Class<?>, MessageKind> BY_TYPE = new HashMap<>();

    static {
        for (MessageKind kind : values()) {
            BY_CODE[kind.code] = kind;
            BY_TYPE.put(kind.type, kind);
        }
    }

    private final int code;
    private final Class<? extends Message> type;
    private final int limit;

    MessageKind(int code, Class<? extends Message> type, int limit) {
        this.code = code;
        this.type = type;
        this.limit = limit;
    }

    public int code() {
        return code;
    }

    /** The largest payload of this kind that is accepted. */
    public int limit() {
        return limit;
    }

    /** What is said while a program stands still. */
    private static final List<Message> URGENT = List.of(
            new MoveMessage.Frames(List.of(""), List.of(""), List.of(0)), new MoveMessage.Image("", 0, "", ""),
            new MoveMessage.Ready(), new MoveMessage.Running(0), new LinkMessage.PagesEnd(0), new LinkMessage.Done(),
            new HomeMessage.Commit(0), new HomeMessage.Go(0));

    /** Has ready what writes and reads each kind, for an exchange in which time will matter. */
    public static void warmUp() {
        for (MessageKind kind : values()) {
            GSON.getAdapter(kind.type);
        }
        try {
            for (int i = 0; i < ROUNDS; i++) {
                for (Message message : URGENT) {
                    of(message).decode(encode(message));
                }
            }
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns null for an unknown code. */
    public static MessageKind ofCode(int code) {
        return BY_CODE[code & 0xff];
    }

    public static MessageKind of(Message message) {
        MessageKind kind = BY_TYPE.get(message.getClass());
        if (kind == null) {
            throw new IllegalArgumentException(message.getClass().getName() + " is not listed in MessageKind");
        }
        return kind;
    }

    public static byte[] encode(Message message) {
        return of(message).toBytes(message);
    }

    public Message decode(byte[] payload) throws MalformedMessageException {
        return fromBytes(payload);
    }

    byte[] toBytes(Message message) {
        return GSON.toJson(message).getBytes(StandardCharsets.UTF_8);
    }

    Message fromBytes(byte[] payload) throws MalformedMessageException {
        try {
            Message message = GSON.fromJson(new String(payload, StandardCharsets.UTF_8), type);
            if (message == null) {
                throw new MalformedMessageException("an empty " + name());
            }
            return message;
        } catch (JsonParseException e) {
            throw new MalformedMessageException("a malformed " + name() + ": " + e.getMessage());
        }
    }
}
