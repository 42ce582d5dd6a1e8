import type { GradientSum as Sum, TreeNode } from '@lockstep/optim';
import { describe, expect, it } from 'vitest';
import { workOf } from '../training/step-work.js';
import { CONFIG } from '../testing/coordinator.js';
import { Audits, type AuditConfig } from './audits.js';

const NODE: TreeNode = { level: 1, index: 0 };
const ROOT: TreeNode = { level: 2, index: 0 };

function auditsOf(share = 1, draw: AuditConfig['draw'] = () => 0): Audits {
  return new Audits(workOf(CONFIG, 'train', 3), { share, draw }, { audited: 0, auditsSkipped: 0 });
}

function sum(changes: Partial<Sum> = {}): Sum {
  return { vector: Float32Array.of(1, -2), samples: 4, lossSum: 0.5, ...changes };
}

function opinion(worker: string, changes: Partial<Sum> = {}, fingerprint = 'f') {
  return { worker, fingerprint, gradientSum: sum(changes) };
}

const LIE = { vector: Float32Array.of(1, -3) };

describe('what is audited', () => {
  it('is drawn for each version and node', () => {
    const asked: [number, TreeNode][] = [];
    const audits = auditsOf(0.25, (version, node) => {
      asked.push([version, node]);
      return node.index === 0 ? 0.2499 : 0.25;
    });
    expect(audits.wants(NODE)).toBe(true);
    expect(audits.wants({ level: 1, index: 1 })).toBe(false);
    expect(asked).toEqual([
      [3, NODE],
      [3, { level: 1, index: 1 }],
    ]);
  });

  it('is nothing with share 0, and everything with share 1', () => {
    expect(auditsOf(0).wants(NODE)).toBe(false);
    expect(auditsOf(1, () => 1 - Number.EPSILON).wants(NODE)).toBe(true);
  });
});

describe('a verdict', () => {
  it('is what two workers agree on', () => {
    const audits = auditsOf();
    expect(audits.addOpinion(NODE, opinion('a'))).toBeUndefined();
    expect(audits.open()).toHaveLength(1);
    expect(audits.addOpinion(NODE, opinion('b'))).toEqual({ gradientSum: sum(), agreed: ['a', 'b'], dissenters: [] });
    expect(audits.open()).toEqual([]);
  });

  it.each([
    ['a', ['b', 'c']],
    ['b', ['a', 'c']],
  ])('names the one that said otherwise, whichever of the two it is: %s', (dissenter, agreed) => {
    const audits = auditsOf();
    for (const worker of ['a', 'b']) {
      expect(audits.addOpinion(NODE, opinion(worker, worker === dissenter ? LIE : {}))).toBeUndefined();
    }
    expect(audits.addOpinion(NODE, opinion('c'))).toEqual({ gradientSum: sum(), agreed, dissenters: [dissenter] });
  });

  it('waits until two agree, however many differ', () => {
    const audits = auditsOf();
    for (const [i, worker] of ['a', 'b', 'c'].entries()) {
      expect(audits.addOpinion(NODE, opinion(worker, { lossSum: i }))).toBeUndefined();
    }
    expect(audits.addOpinion(NODE, opinion('d', { lossSum: 1 }))).toMatchObject({
      agreed: ['b', 'd'],
      dissenters: ['a', 'c'],
    });
  });

  it('is not given by one worker that says the same twice', () => {
    const audits = auditsOf();
    audits.addOpinion(NODE, opinion('a'));
    expect(audits.addOpinion(NODE, opinion('a'))).toBeUndefined();
    expect(audits.open()[0]!.opinions).toHaveLength(1);
  });

  it('does not hear workers that compute with other bits', () => {
    const audits = auditsOf();
    audits.addOpinion(NODE, opinion('a'));
    expect(audits.addOpinion(NODE, opinion('x', LIE, 'other'))).toBeUndefined();
    expect(audits.addOpinion(NODE, opinion('y', {}, 'other'))).toBeUndefined();
    expect(audits.addOpinion(NODE, opinion('b'))).toMatchObject({ agreed: ['a', 'b'], dissenters: [] });
  });

  it.each<[string, Partial<Sum>, Partial<Sum>]>([
    ['one value', {}, LIE],
    ['-0 and +0 in the vector', { vector: Float32Array.of(0, 1) }, { vector: Float32Array.of(-0, 1) }],
    ['-0 and +0 as loss', { lossSum: 0 }, { lossSum: -0 }],
    ['the loss', {}, { lossSum: 0.75 }],
    ['the samples', {}, { samples: 5 }],
    ['the length', { vector: Float32Array.of(1) }, {}],
  ])('takes for different what differs in %s', (_, one, other) => {
    const audits = auditsOf();
    audits.addOpinion(NODE, opinion('a', one));
    expect(audits.addOpinion(NODE, opinion('b', other))).toBeUndefined();
    expect(audits.open()[0]!.opinions).toHaveLength(2);
  });

  it('is of one node: what was said of others does not count', () => {
    const audits = auditsOf();
    audits.addOpinion(NODE, opinion('a'));
    expect(audits.addOpinion({ level: 1, index: 1 }, opinion('b'))).toBeUndefined();
    expect(audits.open()).toHaveLength(2);
  });
});

describe('an open case', () => {
  const held = (audits: Audits) => [0, 1, 2, 3].filter((shard) => audits.holds(shard));

  it('holds its shards until it is settled', () => {
    const audits = auditsOf();
    expect(held(audits)).toEqual([]);
    audits.addOpinion(NODE, opinion('a'));
    expect(held(audits)).toEqual([0, 1]);
    audits.addOpinion(NODE, opinion('b'));
    expect(held(audits)).toEqual([]);
  });

  it('is settled when it is skipped', () => {
    const audits = auditsOf();
    audits.addOpinion(NODE, opinion('a'));
    audits.skip(audits.open()[0]!);
    expect(held(audits)).toEqual([]);
  });

  it('is overtaken by a node that has shards in common with it, above or below', () => {
    const overtaken = (node: TreeNode) => {
      const audits = auditsOf();
      audits.addOpinion(NODE, opinion('a'));
      audits.overtakenBy(node);
      return audits.open().length === 0;
    };
    expect(overtaken(ROOT)).toBe(true);
    expect(overtaken({ level: 0, index: 1 })).toBe(true);
    expect(overtaken({ level: 0, index: 2 })).toBe(false);
    expect(overtaken({ level: 1, index: 1 })).toBe(false);
  });

  it('forgets what a dissenter has said of it, and is no case when nobody else has said anything', () => {
    const audits = auditsOf();
    audits.addOpinion(NODE, opinion('dissenter'));
    audits.addOpinion(NODE, opinion('a', LIE));
    audits.addOpinion({ level: 1, index: 1 }, opinion('dissenter'));
    audits.forget('dissenter');
    expect(audits.open().map(({ opinions }) => opinions.map(({ worker }) => worker))).toEqual([['a']]);
    expect(held(audits)).toEqual([0, 1]);
  });
});
