/** Too many joins, malformed messages, gradient parts, requests for weights, connections and subscriptions. */
import { setTimeout as sleep } from 'node:timers/promises';
import { garbage } from '../../harness/garbage.js';
import type { FakeWorker } from '../../harness/fake-worker.js';
import { connect, POOL, until, type Intruder } from './intruder.js';

const STRANGERS = 2000;
/** More than a run admits. */
const GHOSTS = 1100;
const GARBAGE = 2000;
const REQUESTS = 2000;
const ENDLESS_PARTS = 100;
const CONNECTIONS = 50;
const SUBSCRIPTIONS = 2000;
/** Time for which ghosts stay members. */
const HAUNT_MS = 1500;
/** Messages between two flushes of the connection. */
const BURST = 100;

/** Returns the number of refusals of each kind, the received bytes of weights and the number of simultaneous connections. */
export async function flood(intruder: Intruder): Promise<object> {
  await endlessGradient(intruder);
  return {
    strangers: await strangers(intruder),
    ghosts: await ghosts(intruder),
    garbage: await rubbish(intruder),
    weightsBytes: await greed(intruder),
    connections: await crowd(intruder),
  };
}

async function strangers(intruder: Intruder): Promise<number> {
  await bursts(intruder, STRANGERS, (i) => intruder.fake(`stranger-${i}`).join({ fingerprint: 'f'.repeat(64) }));
  await until(() => intruder.refused('FINGERPRINT') === STRANGERS);
  return intruder.refused('FINGERPRINT');
}

/** Workers that join correctly, and compute nothing. */
async function ghosts(intruder: Intruder): Promise<number> {
  const all: FakeWorker[] = [];
  await bursts(intruder, GHOSTS, (i) => {
    const ghost = intruder.fake(`ghost-${i}`);
    all.push(ghost);
    ghost.join();
  });
  await until(() => intruder.refused('FULL') > 0);
  await sleep(HAUNT_MS);
  for (const ghost of all) ghost.send({ kind: 'leave', reason: 'done' });
  await intruder.connection.flush();
  return intruder.refused('FULL');
}

async function rubbish(intruder: Intruder): Promise<number> {
  const worker = intruder.fake('rubbish');
  const small = garbage().filter(({ byteLength }) => byteLength < 1000);
  await bursts(intruder, GARBAGE, (i) => worker.raw(small[i % small.length]!));
  await until(() => intruder.refused('MALFORMED') === GARBAGE);
  return intruder.refused('MALFORMED');
}

/** Sends the first part of a gradient sum again and again, with other values each time, so that the sum never completes. */
async function endlessGradient(intruder: Intruder): Promise<void> {
  const worker = intruder.fake('endless');
  worker.join();
  const lease = await worker.gets('lease');
  const { partSizeBytes } = intruder.info;
  for (let i = 0; i < ENDLESS_PARTS; i++) {
    worker.part(lease, 0, { ...worker.nodes(lease)[0], data: new Uint8Array(partSizeBytes).fill(i) });
    await intruder.connection.flush();
  }
  worker.send({ kind: 'leave', reason: 'done' });
  await intruder.connection.flush();
}

/** Returns the bytes of weights that were sent in answer to all requests. */
async function greed(intruder: Intruder): Promise<number> {
  const worker = intruder.fake('greed');
  worker.join();
  await worker.gets('welcome');
  await bursts(intruder, REQUESTS, () => worker.send({ kind: 'weightsRequest', version: 0, parts: [] }));
  await sleep(HAUNT_MS);
  worker.send({ kind: 'leave', reason: 'done' });
  await intruder.connection.flush();
  return intruder.weightsBytes;
}

/** Opens connections, and subscriptions on one of them. */
async function crowd({ subjects }: Intruder): Promise<number> {
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => connect(() => undefined)));
  const [first] = connections;
  for (let i = 0; i < SUBSCRIPTIONS; i++) first?.subscribe(subjects.to({ pool: POOL, member: `ear-${i}` }));
  await first?.flush();
  await Promise.all(connections.map((connection) => connection.close()));
  return connections.length;
}

async function bursts({ connection }: Intruder, count: number, send: (i: number) => void): Promise<void> {
  for (let i = 0; i < count; i++) {
    send(i);
    if (i % BURST === BURST - 1) await connection.flush();
  }
}
