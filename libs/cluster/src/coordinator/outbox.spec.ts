import { expect, it } from 'vitest';
import { idOf, startState } from '../testing/coordinator.js';
import { Outbox } from './outbox.js';

it('collects effects until they are taken, and stamps messages with the version and whom they are for', () => {
  const state = startState();
  const out = new Outbox({ leaderEpoch: 3, partSizeBytes: 8, wireDtype: 'f32' }, state);
  out.broadcast({ kind: 'heartbeat' });
  state.version = 5;
  out.send({ id: idOf(1), incarnation: 8 }, { kind: 'welcome' });
  out.notice('info', 'so it is');
  expect(out.take()).toEqual([
    { kind: 'broadcast', message: { leaderEpoch: 3, version: 0, toIncarnation: 0, body: { kind: 'heartbeat' } } },
    {
      kind: 'send',
      to: idOf(1),
      message: { leaderEpoch: 3, version: 5, toIncarnation: 8, body: { kind: 'welcome' } },
    },
    { kind: 'notice', level: 'info', message: 'so it is' },
  ]);
  expect(out.take()).toEqual([]);
});

it('sends weights rounded to bfloat16, and leaves those that training goes on with as they are', () => {
  const state = startState();
  state.weights.fill(1 + 2 ** -7 + 2 ** -8);
  const out = new Outbox({ leaderEpoch: 3, partSizeBytes: 4, wireDtype: 'bf16' }, state);
  out.broadcastWeights();
  const parts = out.take().map((effect) => effect.kind === 'broadcast' && effect.message.body);
  // 1 + 2^-6, little-endian, two to a part.
  const data = Uint8Array.of(0x82, 0x3f, 0x82, 0x3f);
  expect(parts).toEqual([0, 1].map((part) => ({ kind: 'weightsPart', part, data })));
  expect(state.weights).toEqual(new Float32Array(4).fill(1 + 2 ** -7 + 2 ** -8));
});
