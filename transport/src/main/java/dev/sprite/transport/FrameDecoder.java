package dev.sprite.transport;

import dev.sprite.transport.message.MalformedMessageException;
import dev.sprite.transport.message.MessageKind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/** Cuts the byte stream into frames; a frame that is too long for its kind is refused before room is made for it. */
final class FrameDecoder extends ByteToMessageDecoder {
    private boolean broken;

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
            throws MalformedMessageException {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < Frame.HEADER) {
            return;
        }
        int start = in.readerIndex();
        long length = in.getUnsignedInt(start);
        int code = in.getUnsignedByte(start + 4);
        MessageKind kind = MessageKind.ofCode(code);
        if (kind == null) {
            broken = true;
            throw new MalformedMessageException("a frame of unknown kind " + code);
        }
        if (length > kind.limit()) {
            broken = true;
            throw new MalformedMessageException(
                    "a " + kind + " frame of " + length + " bytes; at most " + kind.limit() + " are accepted");
        }
        if (in.readableBytes() < Frame.HEADER + length) {
            return;
        }
        byte[] payload = new byte[(int) length];
        in.skipBytes(5);
        int correlation = in.readInt();
        in.readBytes(payload);
        out.add(new Frame(kind, correlation, payload));
    }
}
