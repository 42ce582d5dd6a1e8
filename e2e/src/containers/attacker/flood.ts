/** More than anybody needs: joins, garbage, requests for weights, connections, subscriptions. */
import { setTimeout as sleep } from 'node:timers/promises';
import { garbage } from '../../harness/garbage.js';
import type { FakeWorker } from '../../harness/fake-worker.js';
import { connect, POOL, until, type Intruder } from './intruder.js';

const STRANGERS = 2000;
/** More than a run admits. */
const GHOSTS = 1100;
const GARBAGE = 2000;
const REQUESTS = 2000;
const CONNECTIONS = 50;
const SUBSCRIPTIONS = 2000;
/** So long they stay. */
const HAUNT_MS = 1500;
/** Messages between two looks whether the server still follows. */
const BURST = 100;

/** @returns how many of each were refused, of the weights the bytes that came, and how many connections there were at once */
export async function flood(intruder: Intruder): Promise<object> {
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

/** Workers that join as they should, and compute nothing. */
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

/** @returns bytes of weights that came for so many requests */
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

/** Connections, and on one of them subscriptions. */
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
