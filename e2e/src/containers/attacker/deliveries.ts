/**
 * A worker may read the dataset, so it may have JetStream deliver the stored messages to any subject, on which the worker itself may
 * not publish. It cannot choose the messages, but a receiver that acts on any message would act on them.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { RunSubjects } from '@lockstep/protocol';
import type { Intruder } from './intruder.js';

const SETTLE_MS = 500;

/** Returns the subjects of the deliveries. */
export async function deliveries({ connection, subjects }: Intruder): Promise<object> {
  const stream = `OBJ_${RunSubjects.dataBucket}`;
  const victim = { pool: 'default', member: 'a' };
  const targets = [
    ...[subjects.stop, subjects.toAll, subjects.to(victim), subjects.from(victim), subjects.drawn],
    ...[`$KV.${subjects.stateBucket}.leader`, `$JS.API.STREAM.DELETE.KV_${subjects.stateBucket}`],
  ];
  for (const target of targets) {
    const config = { deliver_policy: 'all', ack_policy: 'none', headers_only: true, deliver_subject: target };
    const question = JSON.stringify({ stream_name: stream, config });
    await connection.request(`$JS.API.CONSUMER.CREATE.${stream}`, question, { timeout: 5000 });
  }
  await sleep(SETTLE_MS);
  return { targets };
}
