/** A connection to NATS whose client's own work is timed: parsing received bytes, and writing sent ones. */
import type { connectNats } from '@lockstep/transport';
import { timed } from './stages.js';

type Connection = Awaited<ReturnType<typeof connectNats>>;

/** A private part of the client: `protocol` of NatsConnectionImpl in nats 2.29. */
interface Inside {
  protocol: {
    parser: { parse: (bytes: Uint8Array) => void };
    flushPending: () => void;
    sendCommand: (command: Uint8Array | string, ...payloads: Uint8Array[]) => void;
  };
}

export function withClocks(connection: Connection): Connection {
  const { protocol } = connection as unknown as Inside;
  const { parser } = protocol;
  const parse = parser.parse.bind(parser);
  parser.parse = (bytes) => timed('receive', () => parse(bytes));
  const flushPending = protocol.flushPending.bind(protocol);
  protocol.flushPending = () => timed('send', flushPending);
  const sendCommand = protocol.sendCommand.bind(protocol);
  protocol.sendCommand = (...args) => timed('send', () => sendCommand(...args));
  const publish = connection.publish.bind(connection);
  connection.publish = (...args) => timed('send', () => publish(...args));
  return connection;
}
