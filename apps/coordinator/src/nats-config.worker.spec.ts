import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunSubjects } from '@lockstep/protocol';
import { cachedObject, CoordinatorChannel, discoverRun, ObjectBucket, WorkerChannel } from '@lockstep/transport';
import { describe, expect, it } from 'vitest';
import { until } from './testing/secured-server.js';
import {
  CHECKPOINTS,
  DATA,
  FORBIDDEN_TO_MEMBERS,
  FOREIGN_EARS,
  DATA_FILE,
  LOCAL,
  RUN,
  run,
  STATE,
  STATUS_QUESTIONS,
  subjects,
  useSecuredRun,
} from './testing/secured-run.js';

useSecuredRun();

describe('a worker', () => {
  it('publishes neither weights, leases, checkpoints nor objects, nor in the name of another pool', async () => {
    const forbidden = [...FORBIDDEN_TO_MEMBERS, ...STATUS_QUESTIONS, subjects.stop, subjects.draw, subjects.drawn];
    expect(await run.letThrough('worker', [...forbidden, subjects.from(LOCAL)])).toEqual([subjects.from(LOCAL)]);
  });

  it('hears neither other pools nor other roles', async () => {
    const wanted = [...FOREIGN_EARS, '_INBOX_sampler.>', '_INBOX_client.>', subjects.checkpoint, subjects.draw];
    expect(await run.allowedToHear('worker', wanted)).toEqual([]);
  });

  it('does not get through with what the client library offers', async () => {
    const worker = await run.server.connect('worker');
    const { streams } = await worker.jetstreamManager();
    const calls = [
      () => streams.purge(DATA),
      () => streams.delete(DATA),
      () => streams.info(STATE),
      () => streams.info(CHECKPOINTS),
    ];
    for (const forbidden of calls) {
      await expect(forbidden()).rejects.toThrow(/Permissions Violation/);
    }
    expect(await run.data.getByHash(run.dataSha256)).toHaveLength(DATA_FILE.length);
  });

  it('finds the run, fetches the dataset, gets leases and sends gradients', async () => {
    const notices: string[] = [];
    const worker = await run.server.connect('worker', notices);
    expect((await discoverRun(worker, undefined, 2000, () => undefined)).run).toBe(RUN);
    expect((await discoverRun(worker, RUN, 2000, () => undefined)).run).toBe(RUN);
    const folder = mkdtempSync(join(tmpdir(), 'lockstep-coordinator-'));
    const bucket = await ObjectBucket.open(worker, RunSubjects.dataBucket);
    expect(await cachedObject(bucket, folder, run.dataSha256)).toBe(join(folder, run.dataSha256));
    rmSync(folder, { recursive: true });

    const leading = new CoordinatorChannel(run.coordinator, RUN);
    const working = new WorkerChannel(worker, RUN, LOCAL);
    const [heardByWorker, heardByLeader]: [string[], string[]] = [[], []];
    working.listen({
      onMessage: ({ body }) => heardByWorker.push(body.kind),
      onMalformed: () => expect.fail('garbage'),
    });
    leading.listen({
      onMessage: (_from, { body }) => heardByLeader.push(body.kind),
      onMalformed: () => expect.fail('garbage'),
    });
    await Promise.all([worker.flush(), run.coordinator.flush()]);
    leading.broadcast({ leaderEpoch: 1, version: 0, toIncarnation: 0, body: { kind: 'heartbeat' } });
    leading.send(LOCAL, { leaderEpoch: 1, version: 0, toIncarnation: 0, body: { kind: 'welcome' } });
    working.send({ incarnation: 1, leaderEpoch: 1, body: { kind: 'leave', reason: 'the end' } });
    await until(() => heardByWorker.length === 2 && heardByLeader.length === 1);
    expect([heardByWorker, heardByLeader]).toEqual([['heartbeat', 'welcome'], ['leave']]);
    expect(notices).toEqual([]);
  });
});
