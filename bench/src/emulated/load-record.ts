/**
 * Records when an emulated worker of a load test computed, and each message that was late, refused or repeated. None of these
 * changes the weights.
 */
import type { WorkerEvent, WorkerEffect, WorkerMachine } from '@lockstep/cluster';
import type { ShardWatch } from './distance-compute.js';
import { sharedNowMs } from './stages.js';

/** Version of the weights, start of the first and end of the last shard on the machine's shared clock, and number of shards. */
export type StepMark = [version: number, beginMs: number, endMs: number, shards: number];

interface Incident {
  version: number;
  what: string;
}

/** One line of JSON on standard output. */
export interface LoadLine {
  type: 'load';
  marks: StepMark[];
  /** Late work, late messages and refusals. */
  troubles: Incident[];
  /** Messages that were sent again because no answer came for 300 or 500 ms. */
  repeats: Incident[];
}

export class LoadRecord implements ShardWatch {
  private marks: StepMark[] = [];
  private troubles: Incident[] = [];
  private repeats: Incident[] = [];
  private latestLeaseId = 0;
  /** Sent gradient parts of the latest lease. */
  private readonly sent = new Set<string>();

  onBegin(version: number): void {
    if (this.marks.at(-1)?.[0] !== version) this.marks.push([version, sharedNowMs(), NaN, 0]);
  }

  onDone(version: number): void {
    const mark = this.marks.at(-1);
    if (mark?.[0] !== version) return;
    mark[2] = sharedNowMs();
    mark[3] += 1;
  }

  /** The shard was leased to another worker, or the step ended without it. */
  onDropped(version: number): void {
    this.troubles.push({ version, what: 'a shard was taken back' });
  }

  /** Records all events and effects of the machine. */
  watch(machine: WorkerMachine): void {
    const handle = machine.handle.bind(machine);
    machine.handle = (event, nowMs) => {
      this.receive(event);
      const effects = handle(event, nowMs);
      effects.forEach((effect) => this.note(effect));
      return effects;
    };
  }

  /**
   * Takes the records since the last call.
   * @param all includes the latest step, which may not have ended
   */
  take(all: boolean): LoadLine {
    const count = all ? this.marks.length : Math.max(0, this.marks.length - 1);
    const marks = this.marks.splice(0, count);
    const { troubles, repeats } = this;
    this.troubles = [];
    this.repeats = [];
    return { type: 'load', marks, troubles, repeats };
  }

  private receive(event: WorkerEvent): void {
    if (event.kind !== 'message') return;
    const { version, body } = event.message;
    // STALE means that a gradient sum came after the end of its step or lease. Other codes, such as NO_LEASE, are worse.
    if (body.kind === 'refusal') this.troubles.push({ version, what: `refused as ${body.code}: ${body.reason}` });
    if (body.kind !== 'lease') return;
    if (body.leaseId <= this.latestLeaseId) return this.repeated(version, 'a lease came again');
    this.latestLeaseId = body.leaseId;
    this.sent.clear();
  }

  private note(effect: WorkerEffect): void {
    if (effect.kind !== 'send') return;
    const { body } = effect.message;
    if (body.kind === 'weightsRequest') this.repeated(body.version, 'asked for weights again');
    if (body.kind !== 'gradientPart') return;
    const part = `${body.leaseId}/${body.level}/${body.index}/${body.part}`;
    if (this.sent.has(part)) this.repeated(body.version, 'sent a part of a gradient again');
    this.sent.add(part);
  }

  private repeated(version: number, what: string): void {
    this.repeats.push({ version, what });
  }
}
