/**
 * The connection to the NATS server. It reconnects forever, detects a dead server within seconds, and reports both.
 * The client's defaults are 10 reconnect attempts and a ping every 2 minutes, so a run would not survive the restart of a server.
 */
import { connect, DebugEvents, ErrorCode, Events, NatsError, type ConnectionOptions, type NatsConnection } from 'nats';
import { NatsRefusedError, NatsTlsError, NatsUnreachableError } from './errors.js';
import { reserveMessages } from './large-messages.js';
import { secretOptions, type NatsSecrets } from './secrets.js';

export interface ConnectOptions {
  /** One or more comma-separated URLs nats://[user[:password]@]host[:port]. The scheme tls:// requires TLS. */
  url: string;
  /** The name of the connection in the server's monitoring. */
  name: string;
  /** Subject prefix for replies, if the credentials allow only this prefix. */
  inboxPrefix?: string;
  /** Files with our key and certificates. The key takes precedence over a password in the URL. */
  secrets?: NatsSecrets;
  /** Called when the connection is lost or restored, and when the server reports an error. */
  onNotice?: (level: 'info' | 'warn', message: string) => void;
}

const CONNECT_TIMEOUT_MS = 5000;
const PING_INTERVAL_MS = 2000;
const MAX_PINGS_OUT = 2;
const RECONNECT_WAIT_MS = 500;

/** @throws SecretFileError, NatsUnreachableError, NatsTlsError or NatsRefusedError */
export async function connectNats(options: ConnectOptions): Promise<NatsConnection> {
  const server = serverName(options.url);
  const clientOptions = connectionOptions(options);
  reserveMessages();
  try {
    const connection = await connect(clientOptions);
    void watchStatus(connection, server, options.onNotice ?? (() => undefined));
    return connection;
  } catch (cause) {
    const untrusted = tlsProblem(cause) ?? (clientOptions.tls ? silence(cause) : undefined);
    if (untrusted !== undefined) throw new NatsTlsError(server, untrusted, { cause });
    const refused = cause instanceof NatsError && isRefusal(cause);
    throw refused ? new NatsRefusedError(server, { cause }) : new NatsUnreachableError(server, { cause });
  }
}

/** Returns the servers of a URL without credentials, for messages. */
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

function connectionOptions({ url, name, inboxPrefix, secrets = {} }: ConnectOptions): ConnectionOptions {
  const urls = url.split(',').map((part) => part.trim());
  const credentials = /^(?:[a-z]+:\/\/)?(?:([^:@/]+)(?::(.*))?@)/.exec(urls[0] ?? '');
  return {
    servers: urls.map((part) => part.replace(/^[a-z]+:\/\//, '').replace(/^.*@/, '')),
    name,
    ...(credentials?.[1] === undefined ? {} : { user: unescaped(credentials[1]) }),
    ...(credentials?.[2] === undefined ? {} : { pass: unescaped(credentials[2]) }),
    ...(inboxPrefix === undefined ? {} : { inboxPrefix }),
    ...(urls.some((part) => part.startsWith('tls://')) ? { tls: {} } : {}),
    ...secretOptions(secrets),
    timeout: CONNECT_TIMEOUT_MS,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RECONNECT_WAIT_MS,
    pingInterval: PING_INTERVAL_MS,
    maxPingOut: MAX_PINGS_OUT,
    // A server that restarts may refuse valid credentials for a moment. The client would otherwise close the connection.
    ignoreAuthErrorAbort: true,
  };
}

/** Decodes percent-encoding. Returns the text unchanged if it is not valid, because a password may contain a bare %. */
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

/** Returns the message of the TLS layer's error, or undefined if the error has another cause. */
function tlsProblem(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = 'chainedError' in cause ? cause.chainedError : cause.cause) {
    const code = 'code' in cause ? String(cause.code) : '';
    if (TLS_CODES.test(code) || /certificate|tls alert/i.test(cause.message)) return cause.message;
    if (code === (ErrorCode.ServerOptionNotAvailable as string)) return 'it offers no TLS';
  }
  return undefined;
}

/** Describes a timeout. A server that rejects our certificate reports this after the handshake, when the client does not listen yet. */
function silence(error: unknown): string | undefined {
  const silent = error instanceof NatsError && error.code === (ErrorCode.Timeout as string);
  return silent ? `it did not respond within ${CONNECT_TIMEOUT_MS / 1000} s` : undefined;
}

/** Error codes of Node's TLS module and of OpenSSL. */
const TLS_CODES = /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_OSSL)/;

async function watchStatus(
  connection: NatsConnection,
  server: string,
  onNotice: (level: 'info' | 'warn', message: string) => void,
): Promise<void> {
  for await (const status of connection.status()) {
    if (status.type === DebugEvents.StaleConnection) dropSocket(connection);
    else if (status.type === Events.Disconnect)
      onNotice('warn', `lost the NATS server at ${server}: trying to reconnect`);
    else if (status.type === Events.Reconnect) onNotice('info', `connected to the NATS server at ${server} again`);
    else if (status.type === Events.Error) {
      const { operation, subject } = status.permissionContext ?? {};
      const what = operation === undefined ? '' : ` (${operation} on ${subject})`;
      onNotice('warn', `the NATS server at ${server} reports: ${JSON.stringify(status.data)}${what}`);
    }
  }
}

/**
 * Destroys the socket of a server that does not answer pings. The client (nats 2.29.3) instead closes the socket gracefully and waits
 * until its outbound data is sent. With data in flight on a broken link, TCP gives up only after 15 minutes.
 */
function dropSocket(connection: NatsConnection): void {
  const { protocol } = connection as { protocol?: { transport?: { socket?: { destroy: () => void } } } };
  protocol?.transport?.socket?.destroy();
}
