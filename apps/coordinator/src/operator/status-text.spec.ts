import type { Status, WorkerStatus } from '@lockstep/protocol';
import { describe, expect, it } from 'vitest';
import { statusJson, statusText } from './status-text.js';
import { sampleStatus } from '../testing/status.js';

const W1: WorkerStatus = {
  id: 'local.w1',
  device: 'AMD EPYC (cpu, avx512)',
  host: 'alpha',
  silentMs: 4200,
  msPerShard: 38.4,
  holds: [
    { firstShard: 0, shardCount: 2, heldMs: 4123, late: true, audit: false },
    { firstShard: 3, shardCount: 1, heldMs: 900, late: false, audit: true },
  ],
};
const W2: WorkerStatus = { id: 'local.w2', device: 'H100', host: 'b', silentMs: 60, msPerShard: 0, holds: [] };

const CALM: Status = { ...sampleStatus(), run: '20261125-1042-ab12', workers: [W2] };

describe('a status for people', () => {
  it('of an undisturbed run is short', () => {
    expect(statusText(CALM)).toBe(
      [
        'run 20261125-1042-ab12   step 812/1407   epoch 2/3   leader epoch 1',
        'step 813 has been open for 0.1 s, usually 0.1 s',
        '',
        'WORKER    HOLDS    FOR  MS/SHARD  MESSAGE    DEVICE  HOST',
        'local.w2  nothing  -    ?         0.1 s ago  H100    b',
      ].join('\n'),
    );
  });

  it('of a waiting run names the workers, their leases, the standbys and the refused workers', () => {
    const waiting: Status = {
      ...CALM,
      openMs: 4200,
      paused: true,
      waitingFor: 'step 813 has been open for 4.2 s, usually 0.1 s: local.w1 has held shards 0-1 for 4.1 s',
      workers: [W1, W2],
      standbys: [
        { id: 'b', version: 812, synced: true, silentMs: 300 },
        { id: 'c', version: 700, synced: true, silentMs: 300 },
        { id: 'd', version: 0, synced: false, silentMs: 90 },
      ],
      refused: [{ id: 'gpu.w9', code: 'AUDIT', reason: 'your gradient sum differs from that of two other workers' }],
      audited: 12,
      auditsSkipped: 3,
    };
    expect(statusText(waiting)).toBe(
      [
        'run 20261125-1042-ab12   step 812/1407   epoch 2/3   leader epoch 1',
        'step 813 has been open for 4.2 s, usually 0.1 s',
        'PAUSED: the coordinator cannot renew its lease as leader; it resumes once it can',
        'WAITING: step 813 has been open for 4.2 s, usually 0.1 s: local.w1 has held shards 0-1 for 4.1 s',
        '',
        'WORKER    HOLDS             FOR    MS/SHARD  MESSAGE    DEVICE                  HOST',
        'local.w1  shards 0-1, late  4.1 s  38        4.2 s ago  AMD EPYC (cpu, avx512)  alpha',
        '          shard 3, audit    0.9 s',
        'local.w2  nothing           -      ?         0.1 s ago  H100                    b',
        'standby b: follows, up to date, last message 0.3 s ago',
        'standby c: follows, 112 step(s) behind, last message 0.3 s ago',
        'standby d: has not caught up yet, last message 0.1 s ago',
        'refused gpu.w9 (AUDIT): your gradient sum differs from that of two other workers',
        'audits: 12 done, 3 skipped without a second worker',
      ].join('\n'),
    );
  });

  it('marks a waiting run and a paused run separately', () => {
    const lines = (change: Partial<Status>) =>
      statusText({ ...CALM, ...change })
        .split('\n')
        .slice(2, 4);
    expect(lines({ waitingFor: 'for you' })).toEqual(['WAITING: for you', '']);
    expect(lines({ paused: true })[0]).toMatch(/^PAUSED: /);
    expect(lines({ paused: true })[1]).toBe('');
  });

  it('names the evaluation, and omits an unknown median', () => {
    const text = statusText({ ...CALM, version: 1407, phase: 'evaluate', medianStepMs: 0, workers: [] });
    expect(text).toContain('step 1407/1407   epoch 3/3');
    expect(text).toContain('the evaluation has been open for 0.1 s\n');
    expect(text).toMatch(/\nno workers$/);
  });

  it('counts epochs from the first step to the last, also when the run ends within an epoch', () => {
    const at = (version: number, totalSteps: number) => statusText({ ...CALM, version, totalSteps }).split('\n')[0];
    expect(at(0, 1407)).toContain('epoch 1/3');
    expect(at(468, 1407)).toContain('epoch 1/3');
    expect(at(469, 1407)).toContain('epoch 2/3');
    expect(at(10, 60)).toContain('step 10/60   epoch 1/1');
  });

  it('replaces control characters in the names of a worker', () => {
    const text = statusText({ ...CALM, workers: [{ ...W2, host: 'evil\u001b[2J\nrun fake\u009b1m' }] });
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(text).toMatch(/evil\?\[2J\?run fake\?1m$/);
  });
});

it('a status as JSON has the same fields under names with underscores', () => {
  expect(statusJson({ ...CALM, workers: [W1] })).toMatchObject({
    type: 'status',
    run: '20261125-1042-ab12',
    total_steps: 1407,
    waiting_for: '',
    workers: [
      {
        id: 'local.w1',
        ms_per_shard: 38.4,
        holds: [{ first_shard: 0, shard_count: 2, held_ms: 4123, late: true, audit: false }, { first_shard: 3 }],
      },
    ],
  });
});
