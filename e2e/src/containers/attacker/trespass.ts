/** Publishes in the name of others, subscribes to messages for others, and calls JetStream for streams that a worker has no right to. */
import {
  encodeCoordinatorMessage,
  encodeStandbyMessage,
  encodeWorkerMessage,
  RunSubjects,
  type CoordinatorBody,
} from '@lockstep/protocol';
import { until, type Intruder } from './intruder.js';

/** Higher than any leader's epoch, so that a member that accepts it follows the forger. */
const FORGED_EPOCH = 999;
const VICTIM = { pool: 'default', member: 'a' };

/** Returns the number of attempts, those that the server did not refuse, and the subjects of received messages. */
export async function trespass({ connection, subjects, violations }: Intruder): Promise<object> {
  const forged = forgeries(subjects);
  for (const [subject, bytes] of forged) connection.publish(subject, bytes);
  const listened = subscriptions(subjects);
  const received: string[] = [];
  for (const subject of listened) {
    connection.subscribe(subject, {
      callback: (error, msg) => {
        if (!error) received.push(msg.subject);
      },
    });
  }
  const tried = [
    ...forged.map(([subject]) => `publish on ${subject}`),
    ...listened.map((subject) => `subscription on ${subject}`),
  ];
  await until(() => tried.every((each) => violations.includes(each)));
  return { tried: tried.length, letThrough: tried.filter((each) => !violations.includes(each)), received };
}

function forgeries(subjects: RunSubjects): [subject: string, bytes: Uint8Array][] {
  const message = (body: CoordinatorBody) =>
    encodeCoordinatorMessage({ leaderEpoch: FORGED_EPOCH, version: 1000, toIncarnation: 0, body });
  const leave = { kind: 'leave' as const, reason: 'forged' };
  const heartbeat = { kind: 'heartbeat' as const, version: 0, synced: true };
  const [data, checkpoints, state] = streams(subjects);
  return [
    [subjects.toAll, message({ kind: 'weightsPart', part: 0, data: new Uint8Array(4096) })],
    [subjects.toAll, message({ kind: 'ended', reason: 'forged' })],
    [
      subjects.to(VICTIM),
      message({ kind: 'lease', phase: 'train', leaseId: 1, firstShard: 0, shardCount: 4, creditParts: 9 }),
    ],
    [subjects.to(VICTIM), message({ kind: 'refusal', code: 'AUDIT', reason: 'forged' })],
    [subjects.checkpoint, message({ kind: 'checkpoint', name: 'step-00000001', last: true })],
    [subjects.toStandbys, message({ kind: 'heartbeat' })],
    [subjects.fromStandby('b'), encodeStandbyMessage({ incarnation: 1, leaderEpoch: 1, body: heartbeat })],
    [subjects.from(VICTIM), encodeWorkerMessage({ incarnation: 1, leaderEpoch: 1, body: leave })],
    ...[subjects.stop, subjects.status, subjects.draw, subjects.drawn].map(empty),
    ...['leader', 'latest'].map((key) => empty(`$KV.${subjects.stateBucket}.${key}`)),
    ...[RunSubjects.dataBucket, subjects.checkpointBucket].flatMap((bucket) =>
      [`$O.${bucket}.M.forged`, `$O.${bucket}.C.forged`].map(empty),
    ),
    ...[data, checkpoints, state].flatMap(writing).map(empty),
    ...[checkpoints, state].flatMap(reading).map(empty),
    ...['$JS.API.STREAM.CREATE.mine', '$JS.API.STREAM.LIST', '$SYS.REQ.SERVER.PING', '_INBOX_coordinator.x'].map(empty),
  ];
}

function empty(subject: string): [string, Uint8Array] {
  return [subject, new Uint8Array()];
}

function streams(subjects: RunSubjects): [data: string, checkpoints: string, state: string] {
  return [`OBJ_${RunSubjects.dataBucket}`, `OBJ_${subjects.checkpointBucket}`, `KV_${subjects.stateBucket}`];
}

function writing(stream: string): string[] {
  const calls = ['CREATE', 'UPDATE', 'DELETE', 'PURGE', 'MSG.DELETE', 'SNAPSHOT', 'RESTORE', 'PEER.REMOVE'];
  return calls.map((call) => `$JS.API.STREAM.${call}.${stream}`);
}

function reading(stream: string): string[] {
  return ['STREAM.INFO', 'STREAM.MSG.GET', 'DIRECT.GET', 'CONSUMER.CREATE'].map((call) => `$JS.API.${call}.${stream}`);
}

function subscriptions(subjects: RunSubjects): string[] {
  return [
    ...['>', 'lockstep.>', '$JS.>', '$KV.>', '$O.>', '$SYS.>', '_INBOX.>'],
    ...['coordinator', 'sampler', 'operator', 'worker_default'].map((name) => `_INBOX_${name}.>`),
    ...[subjects.fromAll, subjects.from(VICTIM), subjects.to(VICTIM)],
    ...[subjects.toStandbys, subjects.checkpoint, subjects.stop, subjects.discover],
  ];
}
