import { expect, it } from 'vitest';
import { auditConfig, auditSummary } from './audit.js';

const KEY = new Uint8Array(32).fill(7);
const NODES = Array.from({ length: 4000 }, (_, i) => ({
  version: i >> 2,
  node: { level: i % 2, index: (i >> 1) % 2 },
}));

it('draws evenly and independently per node, and equally for equal keys', () => {
  const { share, draw } = auditConfig(0.25, KEY);
  const drawn = NODES.map(({ version, node }) => draw(version, node));
  expect(new Set(drawn).size).toBe(NODES.length);
  expect(drawn.filter((each) => each < share).length / NODES.length).toBeCloseTo(0.25, 1);
  const again = auditConfig(0.25, KEY);
  expect(NODES.map(({ version, node }) => again.draw(version, node))).toEqual(drawn);
  expect(Math.max(...drawn)).toBeLessThan(1);
});

it('draws differently in every process', () => {
  const [a, b] = [auditConfig(0.5), auditConfig(0.5)];
  const same = NODES.filter(({ version, node }) => a.draw(version, node) < 0.5 === b.draw(version, node) < 0.5);
  expect(same.length / NODES.length).toBeCloseTo(0.5, 1);
});

it('quarantined are the workers that an audit refused, and no others', () => {
  const refused = [
    { id: 'p.w1', code: 'AUDIT' as const, reason: 'it differs' },
    { id: 'p.w2', code: 'NOT_FINITE' as const, reason: 'a NaN' },
  ];
  expect(auditSummary(0.5, { audited: 7, auditsSkipped: 2, refused })).toEqual({
    share: 0.5,
    audited: 7,
    skipped: 2,
    quarantined: ['p.w1'],
  });
});
