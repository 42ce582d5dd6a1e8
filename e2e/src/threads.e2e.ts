/** TensorFlow blocks its thread for as long as a shard takes: a worker goes on speaking meanwhile. */
import { expect, test } from 'vitest';
import { decodeWorkerMessage } from '@lockstep/protocol';
import { connect } from 'nats';
import { makeDataset } from './harness/dataset.js';
import { Coordinator, freePort, start, startNats } from './harness/programs.js';
import { metricsOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

/** So many that one kernel call lasts longer than two heartbeats, on a fast machine too. */
const IMAGES = 1000;

const workspace = new Workspace();

test('a worker says that it lives while one shard of 1000 images keeps TensorFlow busy', async () => {
  const port = await freePort();
  const env = { LOCKSTEP_NATS_URL: `nats://127.0.0.1:${port}` };
  const nats = await startNats(workspace.path('jetstream'), port);
  const listener = await connect({ servers: `127.0.0.1:${port}` });
  const out = workspace.path('long');
  await makeDataset(workspace.path('data'), IMAGES);
  const args = ['--shards=1', `--batch-size=${IMAGES}`, '--epochs=3', `--data-dir=${workspace.path('data')}`];
  const coordinator = new Coordinator([...args, `--out=${out}`], { env });
  const worker = start('worker', ['--json', '--id=long'], { env });
  await coordinator.step(1);

  const heartbeatsAtMs: number[] = [performance.now()];
  listener.subscribe('lockstep.*.worker.*.*', {
    callback: (error, msg) => {
      if (!error && decodeWorkerMessage(msg.data).body.kind === 'heartbeat') heartbeatsAtMs.push(performance.now());
    },
  });
  await coordinator.step(3);
  heartbeatsAtMs.push(performance.now());
  await listener.close();

  const gapsMs = heartbeatsAtMs.slice(1).map((atMs, i) => atMs - heartbeatsAtMs[i]!);
  const kernelMs = metricsOf(out)
    .slice(1)
    .flatMap(({ workers }) => Object.values(workers).map(({ compute_ms: computeMs }) => computeMs));
  // Beats come every half second; were the thread blocked, none could come for the length of a kernel call.
  expect(Math.min(...kernelMs)).toBeGreaterThan(700);
  expect(Math.max(...gapsMs)).toBeLessThan(Math.min(...kernelMs));

  expect(await coordinator.program.ended()).toEqual({ code: 0, signal: null });
  expect(await worker.ended()).toEqual({ code: 0, signal: null });
  nats.signal('SIGTERM');
  await nats.ended();
});
