/**
 * Audits: for gradient sums drawn at random, a second worker computes the same shards. Sums are exact, so the two results must
 * agree bit by bit. When they differ, further workers compute the shards until two agree. The others are dissenters: they are
 * quarantined, and their other opinions are discarded.
 *
 * The draw comes from a source that workers do not know, so a worker cannot confine wrong results to unaudited nodes. If a
 * worker falsifies each sum with probability r, and a share p of the sums is audited, then each sum exposes it with probability
 * r·p, unless it agrees with its auditor on the same wrong bits.
 */
import { nodeKey, shardsOf, type GradientSum, type TreeNode } from '@lockstep/optim';
import type { Work } from '../training/step-work.js';
import type { Member, Refused } from '../membership/members.js';
import type { StepAction } from './action.js';
import { rangeBelow, shardsText } from './shard-range.js';

/** One worker's result for a node. */
export interface Opinion {
  /** Key of the worker. */
  worker: string;
  fingerprint: string;
  gradientSum: GradientSum;
}

export interface AuditConfig {
  /** Probability from 0 to 1 that a gradient sum is audited. */
  share: number;
  /** Uniform in [0, 1), a function of its arguments that workers cannot know. */
  draw: (version: number, node: TreeNode) => number;
}

export interface Verdict {
  gradientSum: GradientSum;
  /** Keys of the workers whose results differ. */
  dissenters: string[];
  /** Keys of the workers that agree. */
  agreed: string[];
}

/** A node whose sum is not settled. */
export interface AuditCase {
  node: TreeNode;
  opinions: Opinion[];
}

/** The audits of one step. */
export class Audits {
  private readonly cases = new Map<string, AuditCase>();

  /** @param totals where verdicts and skipped audits are counted, over all steps */
  constructor(
    private readonly work: Work,
    private readonly config: AuditConfig,
    private readonly totals: { audited: number; auditsSkipped: number },
  ) {}

  /** Whether the sum of this node is compared with another worker's. */
  wants(node: TreeNode): boolean {
    const { share, draw } = this.config;
    return share > 0 && draw(this.work.version, node) < share;
  }

  /** Cases that wait for another opinion. */
  open(): AuditCase[] {
    return [...this.cases.values()];
  }

  /** Whether a shard waits for a verdict. */
  holds(shard: number): boolean {
    for (const { node } of this.cases.values()) {
      const { start, end } = shardsOf(node, this.work.shards);
      if (shard >= start && shard < end) return true;
    }
    return false;
  }

  /**
   * Takes the first opinion of a worker. The opinion of a worker whose fingerprint differs from the first one's is ignored,
   * because its bits differ without any fault.
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
    this.totals.audited += 1;
    const agreed = agreeing.map(({ worker }) => worker);
    const dissenters = audit.opinions.map(({ worker }) => worker).filter((worker) => !agreed.includes(worker));
    return { gradientSum: opinion.gradientSum, dissenters, agreed };
  }

  /** Why the dissenters of a verdict are quarantined. */
  quarantineReason(node: TreeNode, agreed: readonly string[]): Refused {
    const by = agreed.join(' and ');
    const reason = `your partial of ${this.shardsText(node)} differs in bits from what ${by} computed of the same samples`;
    return { code: 'AUDIT', reason };
  }

  /**
   * Chooses the worker that gives the next opinion on a case.
   * @param idle returns the members that can take a lease now, the best first
   * @returns undefined when every possible auditor is busy
   */
  chooseAuditor(
    { opinions }: AuditCase,
    members: readonly Member[],
    idle: () => readonly Member[],
  ): Member | 'nobody' | undefined {
    const [first] = opinions;
    // A worker that hangs must not block the step when there is only one opinion. Two that differ wait for it.
    const isEligible = ({ key, join, stuck }: Member) => {
      if (stuck && opinions.length === 1) return false;
      return join.fingerprint === first?.fingerprint && opinions.every(({ worker }) => worker !== key);
    };
    return members.some(isEligible) ? idle().find(isEligible) : 'nobody';
  }

  /**
   * Closes a case on which no worker can give another opinion. A single opinion is accepted as it is. Opinions that differ fail
   * the step.
   */
  skip({ node, opinions }: AuditCase): { accepted?: Opinion; action?: StepAction } {
    const [first, second] = opinions;
    const shards = this.shardsText(node);
    if (second) {
      const message = `workers ${opinions.map(({ worker }) => worker).join(' and ')} computed different gradients of ${shards}`;
      const reason = `${message}, and there is no other worker to say who is right: add workers and go on with --resume`;
      return { action: { kind: 'fail', reason } };
    }
    this.cases.delete(nodeKey(node));
    this.totals.auditsSkipped += 1;
    const accepted = first && { accepted: first };
    if (this.totals.auditsSkipped > 1) return { ...accepted };
    const message = `no second worker is there to audit ${shards}: it counts as it is, as will others`;
    return { ...accepted, action: { kind: 'warn', message } };
  }

  /** Discards all opinions of a dissenter. A node without any other opinion is computed again. */
  forget(dissenter: string): void {
    for (const [key, audit] of this.cases) {
      audit.opinions = audit.opinions.filter(({ worker }) => worker !== dissenter);
      if (audit.opinions.length === 0) this.cases.delete(key);
    }
  }

  /** Closes the cases that share shards with a node that has been summed, because their sums can no longer be used. */
  overtakenBy(node: TreeNode): void {
    const taken = shardsOf(node, this.work.shards);
    for (const [key, audit] of this.cases) {
      const { start, end } = shardsOf(audit.node, this.work.shards);
      if (start < taken.end && taken.start < end) this.cases.delete(key);
    }
  }

  private shardsText(node: TreeNode): string {
    return `${shardsText(rangeBelow(node, this.work.shards))} of step ${this.work.version + 1}`;
  }
}

/** Compares words, so -0 differs from +0 and equal NaNs are equal. */
function sameBits(a: GradientSum, b: GradientSum): boolean {
  if (a.samples !== b.samples || !Object.is(a.lossSum, b.lossSum) || a.vector.length !== b.vector.length) return false;
  const [left, right] = [words(a.vector), words(b.vector)];
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
}

function words(vector: Float32Array): Uint32Array {
  return new Uint32Array(vector.buffer, vector.byteOffset, vector.length);
}
