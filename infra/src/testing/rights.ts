/** What each credential can really do on a server: everything that matters is tried. */
import { setTimeout } from 'node:timers/promises';
import { RunSubjects } from '@lockstep/protocol';
import { until, type Connection, type SecuredCluster } from './secured-cluster.js';

/** Any run: the server has not been told of it. */
export const subjects = new RunSubjects('run-7');
export const STREAMS = {
  data: `OBJ_${RunSubjects.dataBucket}`,
  checkpoints: `OBJ_${subjects.checkpointBucket}`,
  state: `KV_${subjects.stateBucket}`,
  metrics: subjects.metricsStream,
};

/** Longer than a message takes through a server on the same machine, were it let through. */
export const SETTLE_MS = 100;

const storeCalls = (stream: string) => [
  ...['CREATE', 'UPDATE', 'DELETE', 'PURGE', 'SNAPSHOT', 'RESTORE', 'MSG.DELETE', 'PEER.REMOVE'].map(
    (call) => `$JS.API.STREAM.${call}.${stream}`,
  ),
  `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.mine`,
  `$JS.API.CONSUMER.LIST.${stream}`,
  `$JS.API.CONSUMER.NAMES.${stream}`,
  `$JS.ACK.${stream}.x.1.1.1.1.1`,
];
export const readCalls = (stream: string) => [
  `$JS.API.STREAM.INFO.${stream}`,
  `$JS.API.STREAM.MSG.GET.${stream}`,
  `$JS.API.DIRECT.GET.${stream}`,
  `$JS.API.DIRECT.GET.${stream}.x`,
  `$JS.API.CONSUMER.CREATE.${stream}`,
  `$JS.API.CONSUMER.CREATE.${stream}.mine`,
];

/** Everything that somebody may publish. */
export const PUBLISHED = [
  ...[subjects.toAll, subjects.checkpoint, subjects.toStandbys, subjects.metrics, subjects.fromStandby('s')],
  ...['a', 'b'].flatMap((pool) => [{ pool, member: 'w' }].flatMap((id) => [subjects.to(id), subjects.from(id)])),
  ...[subjects.discover, 'lockstep.discover', subjects.status, subjects.stop, 'lockstep.status'],
  ...[subjects.draw, subjects.drawn],
  ...[`$KV.${subjects.stateBucket}.latest`, `$KV.${subjects.stateBucket}.leader`],
  ...[RunSubjects.dataBucket, subjects.checkpointBucket].flatMap((bucket) => [`$O.${bucket}.M.x`, `$O.${bucket}.C.x`]),
  ...Object.values(STREAMS).flatMap((stream) => [...storeCalls(stream), ...readCalls(stream)]),
  ...['$JS.API.INFO', '$JS.API.STREAM.NAMES', '$JS.API.STREAM.LIST', '$JS.API.STREAM.CREATE.mine'],
  ...['coordinator', 'worker_a', 'worker_b', 'sampler', 'client', 'operator'].map((name) => `_INBOX_${name}.x`),
  ...['_INBOX.x', '$SRV.PING', '$SYS.REQ.SERVER.PING', '$SYS.REQ.ACCOUNT.PING.CONNZ', 'anything'],
];

/** Everything that somebody may listen to. */
export const HEARD = [
  ...['>', '*.>', 'lockstep.>', 'lockstep.*.>', '$JS.>', '$KV.>', '$O.>', '$SYS.>', '_INBOX.>', '_INBOX_*.>'],
  ...['coordinator', 'worker_a', 'worker_b', 'sampler', 'client', 'operator'].map((name) => `_INBOX_${name}.>`),
  ...[subjects.toAll, subjects.checkpoint, subjects.toStandbys, subjects.metrics],
  ...[subjects.fromStandbys, subjects.fromAll],
  ...['a', 'b'].flatMap((pool) => [{ pool, member: 'w' }].flatMap((id) => [subjects.to(id), subjects.from(id)])),
  ...['lockstep.run-7.leader.to.>', 'lockstep.*.leader.to.*.*', 'lockstep.*.worker.*.*'],
  ...[subjects.discover, 'lockstep.discover', subjects.status, subjects.stop, 'lockstep.status'],
  ...[subjects.draw, subjects.drawn],
  '$SRV.>',
];

/** Everything that the coordinator hears while `action` runs, and shortly after it. */
export async function heardDuring(coordinator: Connection, action: () => Promise<void>): Promise<string[]> {
  const received: string[] = [];
  const hearing = coordinator.subscribe('>', { callback: (_error, msg) => received.push(msg.subject) });
  await coordinator.flush();
  await action();
  await setTimeout(SETTLE_MS);
  await coordinator.flush();
  hearing.unsubscribe();
  return received;
}

/** Publishes to everything with a credential. Returns what the server let through. */
export async function letThrough(cluster: SecuredCluster, name: string, server?: number): Promise<string[]> {
  const refused: string[] = [];
  const connection = await cluster.connect(name, refused, {}, server);
  const isRefused = (subject: string) => refused.some((notice) => notice.endsWith(`(publish on ${subject})`));
  for (const subject of [...PUBLISHED, 'the.last']) connection.publish(subject, 'forged');
  await until(() => isRefused('the.last'));
  return PUBLISHED.filter((subject) => !isRefused(subject));
}

/** Listens to everything with a credential. Returns what the server allowed. */
export async function allowedToHear(cluster: SecuredCluster, name: string): Promise<string[]> {
  const connection = await cluster.connect(name);
  const refused = new Set<string>();
  for (const subject of HEARD) {
    connection.subscribe(subject, {
      callback: (error) => {
        if (error) refused.add(subject);
      },
    });
  }
  await connection.flush();
  await setTimeout(SETTLE_MS);
  return HEARD.filter((subject) => !refused.has(subject));
}
