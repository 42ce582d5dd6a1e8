/**
 * The connection to the NATS server: reconnects for ever, notices a dead server within seconds, and says in words what happens.
 * The client's own defaults are ten tries and pings every two minutes: too few for a run that is to outlive a server's restart.
 */
import { connect, ErrorCode, Events, NatsError, type ConnectionOptions, type NatsConnection } from 'nats';
import { NatsRefusedError, NatsUnreachableError } from './errors.js';

export interface ConnectOptions {
  /** nats://[user[:password]@]host[:port], tls:// to insist on TLS; several separated by commas. */
  url: string;
  /** Shown in the server's monitoring. */
  name: string;
  /** Subject prefix for replies, where the credentials allow only their own. */
  inboxPrefix?: string;
  /** Called with a sentence when the connection is lost or comes back. */
  onNotice?: (level: 'info' | 'warn', sentence: string) => void;
}

const CONNECT_TIMEOUT_MS = 5000;
const PING_INTERVAL_MS = 2000;
const MAX_PINGS_OUT = 2;
const RECONNECT_WAIT_MS = 500;

/** @throws NatsUnreachableError or NatsRefusedError */
export async function connectNats(options: ConnectOptions): Promise<NatsConnection> {
  const server = serverName(options.url);
  try {
    const connection = await connect(connectionOptions(options));
    if (options.onNotice) void reportStatus(connection, server, options.onNotice);
    return connection;
  } catch (cause) {
    const refused = cause instanceof NatsError && isRefusal(cause);
    throw refused ? new NatsRefusedError(server, { cause }) : new NatsUnreachableError(server, { cause });
  }
}

/** Servers of a URL without their credentials, for messages. */
export function serverName(url: string): string {
  return url
    .split(',')
    .map((part) =>
      part
        .trim()
        .replace(/^[a-z]+:\/\//, '')
        .replace(/^.*@/, ''),
    )
    .join(', ');
}

function connectionOptions({ url, name, inboxPrefix }: ConnectOptions): ConnectionOptions {
  const urls = url.split(',').map((part) => part.trim());
  const credentials = /^(?:[a-z]+:\/\/)?(?:([^:@/]+)(?::(.*))?@)/.exec(urls[0] ?? '');
  return {
    servers: urls.map((part) => part.replace(/^[a-z]+:\/\//, '').replace(/^.*@/, '')),
    name,
    ...(credentials?.[1] === undefined ? {} : { user: unescaped(credentials[1]) }),
    ...(credentials?.[2] === undefined ? {} : { pass: unescaped(credentials[2]) }),
    ...(inboxPrefix === undefined ? {} : { inboxPrefix }),
    ...(urls.some((part) => part.startsWith('tls://')) ? { tls: {} } : {}),
    timeout: CONNECT_TIMEOUT_MS,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RECONNECT_WAIT_MS,
    pingInterval: PING_INTERVAL_MS,
    maxPingOut: MAX_PINGS_OUT,
    // A server that restarts may refuse for a moment; giving up would end the run.
    ignoreAuthErrorAbort: true,
  };
}

/** A password may hold a bare % as well. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isRefusal(error: NatsError): boolean {
  const codes: string[] = [
    ErrorCode.AuthorizationViolation,
    ErrorCode.AuthenticationExpired,
    ErrorCode.BadAuthentication,
  ];
  return codes.includes(error.code) || /authorization violation/i.test(error.message);
}

async function reportStatus(
  connection: NatsConnection,
  server: string,
  onNotice: (level: 'info' | 'warn', sentence: string) => void,
): Promise<void> {
  for await (const status of connection.status()) {
    if (status.type === Events.Disconnect) onNotice('warn', `lost the NATS server at ${server}: trying to reconnect`);
    else if (status.type === Events.Reconnect) onNotice('info', `connected to the NATS server at ${server} again`);
    else if (status.type === Events.Error) {
      const { operation, subject } = status.permissionContext ?? {};
      const what = operation === undefined ? '' : ` (${operation} on ${subject})`;
      onNotice('warn', `the NATS server at ${server} reports: ${JSON.stringify(status.data)}${what}`);
    }
  }
}
