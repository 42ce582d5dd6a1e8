/** A worker sends heartbeats while TensorFlow blocks the compute thread for a shard. */
import { expect, test } from 'vitest';
import { decodeWorkerMessage } from '@lockstep/protocol';
import { connect } from 'nats';
import { makeDataset } from './harness/dataset.js';
import { Coordinator, freePort, start, startNats, succeeds } from './harness/programs.js';
import { metricsOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

/** Enough that one call of a kernel takes longer than two intervals of heartbeats on a fast machine. */
const IMAGES = 1000;

const workspace = new Workspace();

test('heartbeats while a shard of 1000 images is computed', async () => {
  const port = await freePort();
  const env = { LOCKSTEP_NATS_URL: `nats://127.0.0.1:${port}` };
  const nats = await startNats(workspace.path('jetstream'), port);
  const listener = await connect({ servers: `127.0.0.1:${port}` });
  const out = workspace.path('long');
  await makeDataset(workspace.path('data'), IMAGES);
  const args = [
    '--task=denoise',
    '--shards=1',
    `--batch-size=${IMAGES}`,
    '--epochs=3',
    `--data-dir=${workspace.path('data')}`,
  ];
  const coordinator = new Coordinator([...args, `--out=${out}`], { env });
  const worker = start('worker', ['--json', '--id=long', '--task=denoise'], { env });
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
  // The interval is 500 ms. A blocked thread could send none during a call of a kernel.
  expect(Math.min(...kernelMs)).toBeGreaterThan(700);
  expect(Math.max(...gapsMs)).toBeLessThan(Math.min(...kernelMs));

  await succeeds(coordinator.program, worker);
  nats.signal('SIGTERM');
  await nats.ended();
});
