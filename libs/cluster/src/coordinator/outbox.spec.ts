import { expect, it } from 'vitest';
import { idOf, startState } from '../testing/coordinator.js';
import { Outbox } from './outbox.js';

it('collects effects until they are taken, and stamps messages with the version and whom they are for', () => {
  const state = startState();
  const out = new Outbox(3, 8, state);
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
