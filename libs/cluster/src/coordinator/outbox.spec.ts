import { expect, it } from 'vitest';
import { idOf, startState } from '../testing/coordinator.js';
import { Outbox } from './outbox.js';

it('collects effects until they are taken, and stamps messages with the version and whom they are for', () => {
  const state = startState();
  const out = new Outbox({ leaderEpoch: 3, partSizeBytes: 8, wireDtype: 'f32' }, state);
  out.broadcast({ kind: 'beat' });
  state.version = 5;
  out.send({ id: idOf(1), incarnation: 8 }, { kind: 'welcome' });
  out.notice('info', 'so it is');
  expect(out.take()).toEqual([
    { kind: 'broadcast', message: { leaderEpoch: 3, version: 0, toIncarnation: 0, body: { kind: 'beat' } } },
    {
      kind: 'send',
      to: idOf(1),
      message: { leaderEpoch: 3, version: 5, toIncarnation: 8, body: { kind: 'welcome' } },
    },
    { kind: 'notice', level: 'info', sentence: 'so it is' },
  ]);
  expect(out.take()).toEqual([]);
});

it('hands a part of the next weights over at once to who asked for that, with all that was to go before', () => {
  const state = startState();
  const out = new Outbox({ leaderEpoch: 3, partSizeBytes: 8, wireDtype: 'f32' }, state);
  const early: unknown[] = [];
  out.early = (effects) => early.push(...effects);
  out.notice('info', 'first');
  expect(early).toEqual([]);
  out.broadcastNextPart(1);
  out.notice('info', 'last');
  const body = { kind: 'weightsPart', part: 1, data: new Uint8Array(state.weights.buffer, 8) };
  expect(early).toEqual([
    { kind: 'notice', level: 'info', sentence: 'first' },
    { kind: 'broadcast', message: { leaderEpoch: 3, version: 1, toIncarnation: 0, body } },
  ]);
  expect(out.take()).toEqual([{ kind: 'notice', level: 'info', sentence: 'last' }]);
});

it('sends weights rounded to bfloat16, and leaves those that training goes on with as they are', () => {
  const state = startState();
  state.weights.fill(1 + 2 ** -7 + 2 ** -8);
  const out = new Outbox({ leaderEpoch: 3, partSizeBytes: 4, wireDtype: 'bf16' }, state);
  out.sendWeights({ id: idOf(1), incarnation: 8 }, []);
  const parts = out.take().map((effect) => effect.kind === 'send' && effect.message.body);
  // 1 + 2^-6, little-endian, two to a part.
  const data = Uint8Array.of(0x82, 0x3f, 0x82, 0x3f);
  expect(parts).toEqual([0, 1].map((part) => ({ kind: 'weightsPart', part, data })));
  expect(state.weights).toEqual(new Float32Array(4).fill(1 + 2 ** -7 + 2 ** -8));
});
