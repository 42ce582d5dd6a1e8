/**
 * Faster publishing and parsing of messages of hundreds of kilobytes. This file uses and patches private parts of the NATS client
 * (nats 2.29.3), because its public interface offers no alternative:
 *
 * 1. `publishChunks` calls `ProtocolHandler.sendCommand` and `flushPending`, and corks the socket. `NatsConnection.publish` would copy
 *    the message into the client's outbound buffer and copy all messages of one turn of the event loop again when it flushes them.
 * 2. `reserveMessages` replaces `Parser.prototype.parse`. The original parser grows its buffer by doubling when a message arrives in
 *    pieces of 64 KiB. For half a megabyte it allocates, clears and copies more than twice the message.
 *
 * If the private methods of (1) do not exist, `publishChunks` calls `NatsConnection.publish`. That is slower but also correct.
 */
import { joinChunks } from '@lockstep/protocol';
import type { NatsConnection } from 'nats';
import { Parser, State } from 'nats/lib/nats-base-client/parser.js';

/** Smallest message that is published by private methods. Smaller messages gain nothing. */
const LARGE_BYTES = 32 * 1024;
/** Most bytes that are allocated before they arrive, because the server determines the announced size. */
const MAX_RESERVED_BYTES = 16 * 1024 * 1024;

const encoder = new TextEncoder();
const LINE_END = encoder.encode('\r\n');

/** The methods of Node's socket that buffer writes and send them in one system call. */
interface Corkable {
  cork: () => void;
  uncork: () => void;
}

/** The used members of the client's private class ProtocolHandler. */
interface Protocol {
  /** Appends bytes to the outbound buffer. */
  sendCommand: (command: Uint8Array) => void;
  /** Writes the outbound buffer to the socket. Does nothing without a connection. */
  flushPending: () => void;
  /** Counters that NatsConnection.stats returns. */
  outBytes: number;
  outMsgs: number;
  transport?: { socket?: Corkable };
}

/**
 * Publishes the concatenation of the chunks as one message. Two or more chunks are copied, so the caller may change them afterwards.
 * A single chunk of less than 32 KiB is not copied before the end of the turn of the event loop.
 * @throws NatsError like NatsConnection.publish, when the connection is closed or the message exceeds the server's limit
 */
export function publishChunks(connection: NatsConnection, subject: string, chunks: readonly Uint8Array[]): void {
  const size = chunks.reduce((bytes, chunk) => bytes + chunk.byteLength, 0);
  const protocol = size < LARGE_BYTES ? undefined : protocolOf(connection);
  if (protocol === undefined || size > (connection.info?.max_payload ?? 0)) {
    connection.publish(subject, joinChunks(chunks));
    return;
  }
  protocol.outBytes += size;
  protocol.outMsgs += 1;
  // The client copies the outbound buffer when it flushes more than one entry, so the message must be its only entry.
  protocol.flushPending();
  corkUntilNextTick(protocol.transport?.socket);
  protocol.sendCommand(joinChunks([encoder.encode(`PUB ${subject} ${size}\r\n`), ...chunks, LINE_END]));
  protocol.flushPending();
}

/** Sends all writes of this turn in one system call. With one call per message, a step in thirty took 20 to 40 ms longer. */
function corkUntilNextTick(socket: Corkable | undefined): void {
  socket?.cork();
  process.nextTick(() => socket?.uncork());
}

/** Returns the private protocol handler, or undefined if `NatsConnection.publish` must be used. */
function protocolOf(connection: NatsConnection): Protocol | undefined {
  // NatsConnection.publish then throws the client's own error.
  if (connection.isClosed() || connection.isDraining()) return undefined;
  const { protocol } = connection as { protocol?: Partial<Protocol> };
  const isKnown = typeof protocol?.sendCommand === 'function' && typeof protocol.flushPending === 'function';
  return isKnown ? (protocol as Protocol) : undefined;
}

const parse = Reflect.get<Parser, 'parse'>(Parser.prototype, 'parse');

/** Patches the client's parser to allocate the buffer of a message once, as soon as it knows the size. Affects the whole process. */
export function reserveMessages(): void {
  Parser.prototype.parse = parseReserving;
}

function parseReserving(this: Parser, piece: Uint8Array): void {
  parse.call(this, piece);
  const { state, msgBuf, ma } = this;
  if (state !== State.MSG_PAYLOAD || msgBuf === undefined || ma.size > MAX_RESERVED_BYTES) return;
  if (msgBuf.capacity < ma.size) msgBuf.grow(ma.size - msgBuf.length);
}
