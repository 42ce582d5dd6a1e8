/** Looks at what workers say of audited nodes, and knows which of it is a lie: the sums come from the model, not from workers. */
import type { CoordinatorMachine, Work } from '@lockstep/cluster';
import { StandInModel } from '@lockstep/simulation';
import { Reducer, roundToBf16, shardsOf, type GradientSum, type TreeNode } from '@lockstep/optim';
import type { WireDtype } from '@lockstep/protocol';
import { expect } from 'vitest';
import { CONFIG } from './cluster.js';
import { at, remembered } from './graph.js';

interface Opinion {
  worker: string;
  gradientSum: GradientSum;
}

interface AuditCase {
  node: TreeNode;
  opinions: Opinion[];
}

export class Lies {
  /** Workers whose lies of the open step have been heard: they have to be named before it is committed. */
  private readonly received = new Set<string>();
  private readonly judged = new WeakSet<Opinion>();
  private readonly model = new StandInModel(CONFIG);

  constructor(private readonly wireDtype: WireDtype) {}

  /** To be called after every event. */
  look(machine: CoordinatorMachine): void {
    const { cases } = at(machine, 'step', 'audits') as { cases: Map<string, AuditCase> };
    const { work } = at(machine, 'step') as { work: Work };
    for (const { node, opinions } of cases.values()) {
      for (const opinion of opinions) {
        if (this.judged.has(opinion)) continue;
        this.judged.add(opinion);
        if (this.isLie(machine, work, node, opinion)) this.received.add(opinion.worker);
      }
    }
  }

  /** Nothing of what was heard counts any more. */
  forget(): void {
    this.received.clear();
  }

  /** To be called when a step has been committed: whoever lied in it is kept out. */
  expectNamed(machine: CoordinatorMachine): void {
    const out = quarantined(machine);
    for (const worker of this.received) expect(out, 'who has lied in the step that is committed').toContain(worker);
    this.received.clear();
  }

  private isLie({ training }: CoordinatorMachine, work: Work, node: TreeNode, { gradientSum }: Opinion): boolean {
    const { start, end } = shardsOf(node, work.shards);
    const weights = training.weights.slice();
    if (this.wireDtype === 'bf16') roundToBf16(weights);
    const reducer = new Reducer(end - start, this.wireDtype);
    for (let shard = start; shard < end; shard++) {
      const own = this.model.shard(work, shard, weights);
      if (this.wireDtype === 'bf16') roundToBf16(own.vector);
      reducer.offer({ level: 0, index: shard - start }, own);
    }
    return bitsOfSum(gradientSum) !== bitsOfSum(reducer.result()!);
  }
}

function bitsOfSum({ vector, samples, lossSum }: GradientSum): string {
  return remembered({ vector, samples, lossSum }).digest;
}

/** Ids of which no process is let in again, since one has lied. */
export function quarantined(machine: CoordinatorMachine): string[] {
  const { quarantined } = at(machine, 'members') as { quarantined: Map<string, unknown> };
  return [...quarantined.keys()];
}
