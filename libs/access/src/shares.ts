/**
 * Rights of each member, for the coordinator's own server on loopback and for the servers that `infra:credentials` makes.
 *
 * Permissions limit the subjects that a user may publish and subscribe to. They do not suffice: a request names the subject of its
 * reply, so a member could make JetStream write a reply into the key-value store. Therefore each role has its own account. Two
 * accounts share only the subjects that one exports and the other imports, and the server itself chooses the reply subjects
 * between accounts.
 * Reference: https://docs.nats.io/running-a-nats-service/configuration/securing_nats/accounts
 */
import { DISCOVER_ANY, RunSubjects, STATUS_ANY } from '@lockstep/protocol';
import { accountOf, inboxPrefix, type Member } from './roles.js';

/** Run of a server that serves any run. */
export const ANY_RUN = '*';

/** Subjects that one account exports to another. It answers requests on `services` and publishes on `streams`. */
export interface Share {
  /** Names of accounts. */
  from: string;
  to: string;
  services: readonly string[];
  streams: readonly string[];
}

/**
 * Returns the shares between all accounts.
 * @param run the only run of the server, or {@link ANY_RUN}
 * @param pools names of the pools of workers
 */
export function sharesOf(run: string, pools: readonly string[]): Share[] {
  const prefix = `lockstep.${run}`;
  const discovery = [DISCOVER_ANY, `${prefix}.discover`];
  return [
    ...pools.map((pool) => workerShare(prefix, discovery, pool)),
    {
      from: 'coordinator',
      to: 'sampler',
      services: [...discovery, ...readableBySampler(run).flatMap(readStream)],
      streams: [`${prefix}.leader.all`, `${prefix}.leader.checkpoint`, ownInbox({ role: 'sampler' })],
    },
    { from: 'coordinator', to: 'operator', services: [STATUS_ANY, `${prefix}.status`, `${prefix}.stop`], streams: [] },
    { from: 'sampler', to: 'coordinator', services: [], streams: [`${prefix}.sampler.drawn`] },
    { from: 'sampler', to: 'client', services: [`${prefix}.sampler.draw`, '$SRV.>'], streams: [] },
  ];
}

/** JetStream delivers to the inbox of a reader in another account, so the inbox is a shared stream. */
export function ownInbox(member: Member): string {
  return `${inboxPrefix(member)}.>`;
}

function workerShare(prefix: string, discovery: readonly string[], pool: string): Share {
  const member: Member = { role: 'worker', pool };
  return {
    from: 'coordinator',
    to: accountOf(member),
    services: [...discovery, `${prefix}.worker.${pool}.*`, ...readStream(DATA_STREAM)],
    streams: [`${prefix}.leader.all`, `${prefix}.leader.to.${pool}.*`, ownInbox(member)],
  };
}

const DATA_STREAM = `OBJ_${RunSubjects.dataBucket}`;

/** A wildcard matches a whole token, so for {@link ANY_RUN} it allows all streams. The coordinator's account holds only streams of runs. */
function readableBySampler(run: string): string[] {
  if (run === ANY_RUN) return ['*'];
  const { checkpointBucket, stateBucket, metricsStream } = new RunSubjects(run);
  return [DATA_STREAM, `OBJ_${checkpointBucket}`, `KV_${stateBucket}`, metricsStream];
}

/** Returns exactly the JetStream calls by which the client reads objects and keys of one stream. */
function readStream(stream: string): string[] {
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
