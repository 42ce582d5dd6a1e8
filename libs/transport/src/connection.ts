/**
 * The connection to the NATS server: reconnects for ever, notices a dead server within seconds, and says in words what happens.
 * The client's own defaults are ten tries and pings every two minutes: too few for a run that is to outlive a server's restart.
 */
import { connect, DebugEvents, ErrorCode, Events, NatsError, type ConnectionOptions, type NatsConnection } from 'nats';
import { NatsRefusedError, NatsTlsError, NatsUnreachableError } from './errors.js';
import { reserveMessages } from './large-messages.js';
import { secretOptions, type NatsSecrets } from './secrets.js';

export interface ConnectOptions {
  /** nats://[user[:password]@]host[:port], tls:// to insist on TLS; several separated by commas. */
  url: string;
  /** Shown in the server's monitoring. */
  name: string;
  /** Subject prefix for replies, where the credentials allow only their own. */
  inboxPrefix?: string;
  /** Files with our key and certificates; a key there is used rather than a password in the URL. */
  secrets?: NatsSecrets;
  /** Called with a sentence when the connection is lost or comes back. */
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

/** What the TLS layer says, in its own words; undefined when the trouble is elsewhere. */
function tlsProblem(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = 'chainedError' in cause ? cause.chainedError : cause.cause) {
    const code = 'code' in cause ? String(cause.code) : '';
    if (TLS_CODES.test(code) || /certificate|tls alert/i.test(cause.message)) return cause.message;
    if (code === (ErrorCode.ServerOptionNotAvailable as string)) return 'it offers no TLS';
  }
  return undefined;
}

/** A server that does not believe our certificate says so only after the handshake, where the client does not listen yet. */
function silence(error: unknown): string | undefined {
  const silent = error instanceof NatsError && error.code === (ErrorCode.Timeout as string);
  return silent ? `it has not gone on within ${CONNECT_TIMEOUT_MS / 1000} s` : undefined;
}

/** Of Node's TLS and of OpenSSL. */
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
 * Of a server that does not answer its pings, the client (2.29.3) takes leave by writing, and waits until what it wrote before
 * is gone as well. Behind a cable that was pulled while a vector was under way that takes TCP a quarter of an hour.
 */
function dropSocket(connection: NatsConnection): void {
  const { protocol } = connection as { protocol?: { transport?: { socket?: { destroy: () => void } } } };
  protocol?.transport?.socket?.destroy();
}
