/**
 * The configuration of our own NATS server: loopback only, and per role an account with one user and a random password, so that
 * a worker cannot publish weights.
 *
 * Permissions say what each user may publish and hear; they alone would not do: whoever may ask anything may name the subject
 * that the reply goes to, and so have JetStream write its replies into the key-value store. Accounts have no subjects in common
 * but those that one exports and another imports, and between accounts the server itself makes the subjects of replies.
 * Reference: https://docs.nats.io/running-a-nats-service/configuration/securing_nats/accounts
 */
import { RunSubjects, STATUS_ANY } from '@lockstep/protocol';

/** The operator asks how the run is, and may do nothing else. */
export const ROLES = ['coordinator', 'worker', 'sampler', 'client', 'operator'] as const;
export type Role = (typeof ROLES)[number];

export interface NatsSettings {
  run: string;
  /** -1 for a free one. */
  port: number;
  storeDir: string;
  portsDir: string;
  passwords: Record<Role, string>;
}

/** Replies to a role's requests come only to it. */
export function inboxPrefix(role: Role): string {
  return `_INBOX_${role}`;
}

/** The pool that this machine's own workers belong to. */
export const LOCAL_POOL = 'local';

/** What one account lets another use: it listens to services (and may answer), and publishes on streams. */
interface Share {
  from: Role;
  to: Role;
  services: readonly string[];
  streams: readonly string[];
}

export function natsServerConfig({ run, port, storeDir, portsDir, passwords }: NatsSettings): string {
  const subjects = new RunSubjects(run);
  const shares: Share[] = [
    {
      from: 'coordinator',
      to: 'worker',
      services: [
        'lockstep.discover',
        subjects.discover,
        `lockstep.${run}.worker.${LOCAL_POOL}.*`,
        ...readBucket(`OBJ_${subjects.dataBucket}`),
      ],
      streams: [subjects.toAll, `lockstep.${run}.leader.to.${LOCAL_POOL}.*`, `${ownInbox('worker')}.>`],
    },
    {
      from: 'coordinator',
      to: 'sampler',
      services: [
        'lockstep.discover',
        subjects.discover,
        ...readBucket(`OBJ_${subjects.dataBucket}`),
        ...readBucket(`OBJ_${subjects.checkpointBucket}`),
        ...readBucket(`KV_${subjects.stateBucket}`),
      ],
      streams: [subjects.toAll, subjects.checkpoint, `${ownInbox('sampler')}.>`],
    },
    { from: 'coordinator', to: 'operator', services: [STATUS_ANY, subjects.status], streams: [] },
    { from: 'sampler', to: 'coordinator', services: [], streams: [subjects.drawn] },
    { from: 'sampler', to: 'client', services: [subjects.draw, '$SRV.>'], streams: [] },
  ];
  const accounts = ROLES.map((role) => account(role, passwords[role], shares));
  return [
    `listen: "127.0.0.1:${port}"`,
    `ports_file_dir: ${quoted(portsDir)}`,
    // What JetStream acknowledges is on the disk: its default is to sync every two minutes.
    `jetstream { store_dir: ${quoted(storeDir)}, sync_interval: always }`,
    `accounts {\n${accounts.join('\n')}\n}`,
    '',
  ].join('\n');
}

function account(role: Role, password: string, shares: readonly Share[]): string {
  const [given, taken] = [shares.filter(({ from }) => from === role), shares.filter(({ to }) => to === role)];
  const exports = [
    // Several may answer one question, such as which services there are.
    ...subjectsOf(given, 'services').map((subject) => `{ service: ${quoted(subject)}, response_type: stream }`),
    ...subjectsOf(given, 'streams').map((subject) => `{ stream: ${quoted(subject)} }`),
  ];
  const imports = taken.flatMap((share) => [
    ...subjectsOf([share], 'services').map(
      (subject) => `{ service: { account: ${share.from}, subject: ${quoted(subject)} } }`,
    ),
    ...subjectsOf([share], 'streams').map(
      (subject) => `{ stream: { account: ${share.from}, subject: ${quoted(subject)} } }`,
    ),
  ]);
  const user = [`user: ${role}`, `password: ${quoted(password)}`];
  if (role !== 'coordinator') {
    const publish = [...subjectsOf(taken, 'services'), ...subjectsOf(given, 'streams')];
    const subscribe = [...subjectsOf(taken, 'streams'), ...subjectsOf(given, 'services'), `${ownInbox(role)}.>`];
    user.push(`permissions: { publish: ${allow(publish)}, subscribe: ${allow(subscribe)}, ${REPLIES} }`);
  }
  return [
    `  ${role} {`,
    ...(role === 'coordinator' ? ['    jetstream: enabled'] : []),
    `    users: [{ ${user.join(', ')} }]`,
    `    exports: [${exports.join(', ')}]`,
    `    imports: [${imports.join(', ')}]`,
    '  }',
  ].join('\n');
}

/** To those who asked, and to nobody else: one reply to each request. */
const REPLIES = 'allow_responses: { max: 1, expires: "10m" }';

function subjectsOf(shares: readonly Share[], kind: 'services' | 'streams'): string[] {
  return [...new Set(shares.flatMap((share) => share[kind]))];
}

function ownInbox(role: Role): string {
  return role === 'worker' ? `_INBOX_${LOCAL_POOL}` : inboxPrefix(role);
}

function allow(list: readonly string[]): string {
  return `{ allow: [${list.map(quoted).join(', ')}] }`;
}

/** The JetStream calls with which the client reads objects and keys of one stream, and no others. */
function readBucket(stream: string): string[] {
  return [
    '$JS.API.INFO',
    '$JS.API.STREAM.NAMES',
    `$JS.API.STREAM.INFO.${stream}`,
    `$JS.API.STREAM.MSG.GET.${stream}`,
    `$JS.API.DIRECT.GET.${stream}`,
    `$JS.API.DIRECT.GET.${stream}.>`,
    `$JS.API.CONSUMER.CREATE.${stream}`,
    `$JS.API.CONSUMER.CREATE.${stream}.>`,
    `$JS.API.CONSUMER.INFO.${stream}.*`,
    `$JS.API.CONSUMER.DELETE.${stream}.*`,
    `$JS.FC.${stream}.>`,
  ];
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
