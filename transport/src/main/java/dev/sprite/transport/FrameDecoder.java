package dev.sprite.transport;

import dev.sprite.transport.message.MalformedMessageException;
import dev.sprite.transport.message.MessageKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Cuts the byte stream into frames; a frame that is too long for its kind is refused before room is made for it. What
 * arrives of a payload goes where it will stay at once, so that a page is copied but once, however it was cut up.
 */
final class FrameDecoder extends ChannelInboundHandlerAdapter {
    private final ByteBuf header = Unpooled.buffer(Frame.HEADER, Frame.HEADER);
    private MessageKind kind;
    private byte[] payload;
    private int arrived;
    private boolean broken;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws MalformedMessageException {
        ByteBuf in = (ByteBuf) message;
        try {
            while (!broken && in.isReadable()) {
                decode(context, in);
            }
        } finally {
            in.release();
        }
    }

    private void decode(ChannelHandlerContext context, ByteBuf in) throws MalformedMessageException {
        if (payload == null) {
            in.readBytes(header, Math.min(in.readableBytes(), header.writableBytes()));
            if (header.isWritable()) {
                return;
            }
            begin();
        }
        int some = Math.min(in.readableBytes(), payload.length - arrived);
        in.readBytes(payload, arrived, some);
        arrived += some;
        if (arrived == payload.length) {
            Frame frame = new Frame(kind, header.getInt(5), payload);
            header.clear();
            payload = null;
            context.fireChannelRead(frame);
        }
    }

    private void begin() throws MalformedMessageException {
        long length = header.getUnsignedInt(0);
        int code = header.getUnsignedByte(4);
        kind = MessageKind.ofCode(code);
        if (kind == null) {
            broken = true;
            throw new MalformedMessageException("a frame of unknown kind " + code);
        }
        if (length > kind.limit()) {
            broken = true;
            throw new MalformedMessageException(
                    "a " + kind + " frame of " + length + " bytes; at most " + kind.limit() + " are accepted");
        }
        payload = new byte[(int) length];
        arrived = 0;
    }
}
