/**
 * Messages of hundreds of kilobytes with fewer copies than the NATS client (2.29.3) makes of its own accord.
 *
 * Of a message that comes in pieces of 64 KiB it lets the memory grow by doubling: for half a megabyte it allocates, clears and copies
 * more than twice that. And what is sent in one turn it puts together once more. Both can only be changed in its private parts; where
 * those are not as they are known here, its public ways are taken, which are right as well.
 */
import { joinChunks } from '@lockstep/protocol';
import type { NatsConnection } from 'nats';
import { Parser, State } from 'nats/lib/nats-base-client/parser.js';

/** Below this, what is saved does not show. */
const LARGE_BYTES = 32 * 1024;
/** No server makes us allocate more than this for a message of which little has come. */
const MAX_RESERVED_BYTES = 16 * 1024 * 1024;

const encoder = new TextEncoder();
const LINE_END = encoder.encode('\r\n');

/** Of Node's sockets. */
interface Corked {
  cork: () => void;
  uncork: () => void;
}

/** Of the client's ProtocolHandler. */
interface Protocol {
  /** Puts bytes behind what is to be sent. */
  sendCommand: (command: Uint8Array) => void;
  /** Sends what there is; nothing while there is no connection. */
  flushPending: () => void;
  /** What NatsConnection.stats says. */
  outBytes: number;
  outMsgs: number;
  transport?: { socket?: Corked };
}

/**
 * Publishes the chunks as one message. Several are copied, and may be changed at once.
 * @throws NatsError as NatsConnection.publish does: the connection is closed, or takes no message as large as this
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
  // Alone it is sent as it is; with what waits it would be put together.
  protocol.flushPending();
  holdForOneWrite(protocol.transport?.socket);
  protocol.sendCommand(joinChunks([encoder.encode(`PUB ${subject} ${size}\r\n`), ...chunks, LINE_END]));
  protocol.flushPending();
}

/** What is sent in this turn goes in one system call: one for each message, and a step in thirty took 20 to 40 ms longer. */
function holdForOneWrite(socket: Corked | undefined): void {
  socket?.cork();
  process.nextTick(() => socket?.uncork());
}

function protocolOf(connection: NatsConnection): Protocol | undefined {
  // The client refuses in its own words what is published then.
  if (connection.isClosed() || connection.isDraining()) return undefined;
  const { protocol } = connection as { protocol?: Partial<Protocol> };
  const isKnown = typeof protocol?.sendCommand === 'function' && typeof protocol.flushPending === 'function';
  return isKnown ? (protocol as Protocol) : undefined;
}

const parse = Reflect.get<Parser, 'parse'>(Parser.prototype, 'parse');

/** Lets the client's parser take the memory for a message as soon as it knows the size; for all connections of this process. */
export function reserveMessages(): void {
  Parser.prototype.parse = parseReserving;
}

function parseReserving(this: Parser, piece: Uint8Array): void {
  parse.call(this, piece);
  const { state, msgBuf, ma } = this;
  if (state !== State.MSG_PAYLOAD || msgBuf === undefined || ma.size > MAX_RESERVED_BYTES) return;
  if (msgBuf.capacity < ma.size) msgBuf.grow(ma.size - msgBuf.length);
}
