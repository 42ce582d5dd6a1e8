/**
 * Audits of one step: of partials drawn by chance the same shards are computed by a second worker, and since sums are exact the
 * two must agree bit by bit. When they do not, further workers compute them until two agree; the others have lied.
 *
 * What is audited is drawn from a source that workers do not know, so a worker that lies cannot lie where nobody looks. A
 * worker that lies in each partial with probability r is caught in a given one with probability r·p, p being the share that is
 * audited, as long as it does not agree with its auditor on a common lie.
 */
import { nodeKey, shardsOf, type GradientSum, type TreeNode } from '@lockstep/optim';
import type { Work } from '../common/step-work.js';

/** What one worker says a node's sum is. */
export interface Opinion {
  /** Key of the worker. */
  worker: string;
  fingerprint: string;
  gradientSum: GradientSum;
}

export interface AuditConfig {
  /** Probability from 0 to 1 that a partial is audited. */
  share: number;
  /** Uniform in [0, 1), a function of its arguments that workers cannot know. */
  draw: (version: number, node: TreeNode) => number;
}

export interface Verdict {
  gradientSum: GradientSum;
  /** Keys of the workers that said otherwise. */
  dissenters: string[];
  /** Keys of those that agree. */
  agreed: string[];
}

/** A node whose sum is not settled. */
export interface AuditCase {
  node: TreeNode;
  opinions: Opinion[];
}

export class Audits {
  private readonly cases = new Map<string, AuditCase>();

  constructor(
    private readonly work: Work,
    private readonly config: AuditConfig,
  ) {}

  /** Whether the sum of this node is to be compared with another worker's. */
  wants(node: TreeNode): boolean {
    const { share, draw } = this.config;
    return share > 0 && draw(this.work.version, node) < share;
  }

  /** Cases that wait for another opinion. */
  open(): AuditCase[] {
    return [...this.cases.values()];
  }

  /**
   * Takes one worker's opinion, its first one only. Workers of another fingerprint than the first are not heard: their bits
   * differ though nobody lies.
   * @returns the verdict, once two workers agree
   */
  addOpinion(node: TreeNode, opinion: Opinion): Verdict | undefined {
    const key = nodeKey(node);
    const audit = this.cases.get(key) ?? { node, opinions: [] };
    this.cases.set(key, audit);
    const comparable = ({ worker, fingerprint }: Opinion) => {
      return worker !== opinion.worker && fingerprint === opinion.fingerprint;
    };
    if (!audit.opinions.every(comparable)) return undefined;
    audit.opinions.push(opinion);
    const agreeing = audit.opinions.filter(({ gradientSum }) => sameBits(gradientSum, opinion.gradientSum));
    if (agreeing.length < 2) return undefined;
    this.cases.delete(key);
    const agreed = agreeing.map(({ worker }) => worker);
    const dissenters = audit.opinions.map(({ worker }) => worker).filter((worker) => !agreed.includes(worker));
    return { gradientSum: opinion.gradientSum, dissenters, agreed };
  }

  /** Nobody is there to compare with: what the only opinion says stands. */
  skip({ node }: AuditCase): void {
    this.cases.delete(nodeKey(node));
  }

  /** Forgets what a worker has said, since it lies; what nobody else has said anything of is computed anew. */
  forget(dissenter: string): void {
    for (const [key, audit] of this.cases) {
      audit.opinions = audit.opinions.filter(({ worker }) => worker !== dissenter);
      if (audit.opinions.length === 0) this.cases.delete(key);
    }
  }

  /** Whether a shard waits for a verdict. */
  holds(shard: number): boolean {
    return this.open().some(({ node }) => {
      const { start, end } = shardsOf(node, this.work.shards);
      return shard >= start && shard < end;
    });
  }

  /** Forgets cases that have shards in common with a node that was summed up meanwhile: their sums are of no use any more. */
  overtakenBy(node: TreeNode): void {
    const taken = shardsOf(node, this.work.shards);
    for (const [key, audit] of this.cases) {
      const { start, end } = shardsOf(audit.node, this.work.shards);
      if (start < taken.end && taken.start < end) this.cases.delete(key);
    }
  }
}

/** Compared as words: -0 and +0 differ, as they do in sums of checksums, and equal NaN would be equal. */
function sameBits(a: GradientSum, b: GradientSum): boolean {
  if (a.samples !== b.samples || !Object.is(a.lossSum, b.lossSum) || a.vector.length !== b.vector.length) return false;
  const [left, right] = [words(a.vector), words(b.vector)];
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
}

function words(vector: Float32Array): Uint32Array {
  return new Uint32Array(vector.buffer, vector.byteOffset, vector.length);
}
