/** The `accounts` block of a NATS server's configuration: users, permissions, exports and imports. */
import { accountOf, ROLES, type Member, type Role } from './roles.js';
import { ownInbox, sharesOf, type Share } from './shares.js';

export interface User {
  member: Member;
  /** A password, or the public key of an NKEY, whose seed stays with the user. */
  login: { user: string; password: string } | { nkey: string };
}

export interface Access {
  /** The only run of the server, or {@link ANY_RUN}. */
  run: string;
  pools: readonly string[];
  users: readonly User[];
  /** Domain by which leaf nodes address the JetStream of this server, undefined for a server without leaf nodes. */
  jetStreamDomain?: string | undefined;
}

/** @throws InvalidIdError for a pool that is not a valid token of a subject */
export function accountsConfig({ run, pools, users, jetStreamDomain }: Access): string {
  const shares = sharesOf(run, pools);
  const accounts = membersOf(pools).map((member) => {
    const own = users.filter((user) => accountOf(user.member) === accountOf(member));
    return account(member, own, shares, jetStreamDomain);
  });
  return `accounts {\n${accounts.join('\n')}\n}`;
}

function membersOf(pools: readonly string[]): Member[] {
  const others = ROLES.filter((role): role is Exclude<Role, 'worker'> => role !== 'worker');
  return [...others.map((role) => ({ role })), ...pools.map((pool) => ({ role: 'worker' as const, pool }))];
}

function account(member: Member, users: readonly User[], shares: readonly Share[], domain: string | undefined): string {
  const name = accountOf(member);
  const [given, taken] = [shares.filter(({ from }) => from === name), shares.filter(({ to }) => to === name)];
  const exports = [
    // A stream of responses, because several services may answer one request, such as $SRV.PING.
    ...subjectsOf(given, 'services').map((subject) => `{ service: ${quoted(subject)}, response_type: stream }`),
    ...subjectsOf(given, 'streams').map((subject) => `{ stream: ${quoted(subject)} }`),
  ];
  const imports = taken.flatMap((share) => [
    ...subjectsOf([share], 'services').map((subject) => imported('service', share.from, subject)),
    ...subjectsOf([share], 'streams').map((subject) => imported('stream', share.from, subject)),
  ]);
  const permissions = member.role === 'coordinator' ? [] : [permissionsOf(member, given, taken, domain)];
  return [
    `  ${name} {`,
    ...(member.role === 'coordinator' ? ['    jetstream: enabled'] : []),
    `    users: [${users.map(({ login }) => `{ ${[...loginOf(login), ...permissions].join(', ')} }`).join(', ')}]`,
    `    exports: [${exports.join(', ')}]`,
    `    imports: [${imports.join(', ')}]`,
    '  }',
  ].join('\n');
}

function imported(kind: 'service' | 'stream', from: string, subject: string): string {
  return `{ ${kind}: { account: ${from}, subject: ${quoted(subject)} } }`;
}

function permissionsOf(
  member: Member,
  given: readonly Share[],
  taken: readonly Share[],
  domain: string | undefined,
): string {
  const services = subjectsOf(taken, 'services');
  const throughLeaves = domain === undefined ? [] : services.filter((subject) => subject.startsWith(API));
  const named = throughLeaves.map((subject) => subject.replace(API, () => `$JS.${domain}.API.`));
  const publish = [...services, ...named, ...subjectsOf(given, 'streams')];
  const subscribe = [...subjectsOf(taken, 'streams'), ...subjectsOf(given, 'services'), ownInbox(member)];
  return `permissions: { publish: ${allow(publish)}, subscribe: ${allow(subscribe)}, ${REPLIES} }`;
}

const API = '$JS.API.';

/** Allows one reply to each request, on the subject that the request names. */
const REPLIES = 'allow_responses: { max: 1, expires: "10m" }';

function loginOf(login: User['login']): string[] {
  if ('nkey' in login) return [`nkey: ${login.nkey}`];
  return [`user: ${login.user}`, `password: ${quoted(login.password)}`];
}

function subjectsOf(shares: readonly Share[], kind: 'services' | 'streams'): string[] {
  return [...new Set(shares.flatMap((share) => share[kind]))];
}

function allow(list: readonly string[]): string {
  return `{ allow: [${[...new Set(list)].map(quoted).join(', ')}] }`;
}

/** Returns a quoted string of the server's configuration. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}
