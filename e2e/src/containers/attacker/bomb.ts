/** Messages that claim to be more than they are, and a partial that never ends. */
import type { Lease } from '@lockstep/protocol';
import type { FakeWorker } from '../../harness/fake-worker.js';
import { garbage } from '../../harness/garbage.js';
import type { Intruder } from './intruder.js';

const ENDLESS_PARTS = 100;
const LARGE_BYTES = 900 * 1024;
/** As many numbers as fit into one message. */
const MANY_PARTS = 300_000;

const FEW_BYTES = new Uint8Array(4);

type Part = Parameters<FakeWorker['part']>[2];

const BOMBS: Readonly<Record<string, (worker: FakeWorker, lease: Lease) => void>> = {
  'the last of 268,435,457 parts': claim(2 ** 28, { data: FEW_BYTES }),
  'the last of 4,294,967,296 parts': claim(2 ** 32 - 1, { data: FEW_BYTES }),
  'a part that is larger than parts are': claim(0, { data: new Uint8Array(LARGE_BYTES) }),
  'a partial of a billion samples': claim(0, { samples: 1_000_000_000 }),
  'a node above a million shards': claim(0, { level: 20, index: 65_536 }),
  'a list of all parts that there could be': (worker) => {
    worker.send({ kind: 'weightsRequest', version: 0, parts: [...Array(MANY_PARTS).keys()] });
  },
  'bytes that announce more than they hold': (worker) => garbage().forEach((bytes) => worker.raw(bytes)),
};

/** Sends one part for what the worker was leased, with something that cannot be right. */
function claim(part: number, otherwise: Part) {
  return (worker: FakeWorker, lease: Lease) => worker.part(lease, part, { ...worker.nodes(lease)[0], ...otherwise });
}

/** @returns the code with which each bomb was refused */
export async function bomb(intruder: Intruder): Promise<object> {
  const codes: Record<string, string> = {};
  for (const [name, send] of Object.entries(BOMBS)) {
    const worker = intruder.fake(name.replaceAll(/[ ,]/g, '-'));
    worker.join();
    send(worker, await worker.gets('lease'));
    codes[name] = (await worker.gets('refusal')).code;
    worker.send({ kind: 'leave', reason: 'done' });
  }
  await neverEnds(intruder);
  return { codes };
}

/** The first part over and over, each time with other numbers: parts that overlap, of a partial that is never whole. */
async function neverEnds(intruder: Intruder): Promise<void> {
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
