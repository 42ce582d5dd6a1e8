/**
 * What each member may do, once for all servers: our own on loopback, and those that `infra:credentials` makes.
 *
 * Permissions say what each user may publish and hear; they alone would not do: whoever may ask anything may name the subject
 * that the reply goes to, and so have JetStream write its replies into the key-value store. Accounts have no subjects in common
 * but those that one exports and another imports, and between accounts the server itself makes the subjects of replies.
 * Reference: https://docs.nats.io/running-a-nats-service/configuration/securing_nats/accounts
 */
import { DISCOVER_ANY, RunSubjects, STATUS_ANY } from '@lockstep/protocol';
import { accountOf, inboxPrefix, type Member } from './roles.js';

/** For a server that carries any run. */
export const ANY_RUN = '*';

/** What one account lets another use: it listens to services (and may answer), and publishes on streams. */
export interface Share {
  /** Names of accounts. */
  from: string;
  to: string;
  services: readonly string[];
  streams: readonly string[];
}

/**
 * @param run the only run of the server, or {@link ANY_RUN}
 * @param pools of workers
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

/** JetStream answers a reader on its inbox, and so across the border of its account. */
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

/** A wildcard stands for a whole token, and so for any stream: the coordinator's account has none but those of runs. */
function readableBySampler(run: string): string[] {
  if (run === ANY_RUN) return ['*'];
  const { checkpointBucket, stateBucket, metricsStream } = new RunSubjects(run);
  return [DATA_STREAM, `OBJ_${checkpointBucket}`, `KV_${stateBucket}`, metricsStream];
}

/** The JetStream calls with which the client reads objects and keys of one stream, and no others. */
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
