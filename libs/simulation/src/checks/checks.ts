/**
 * The invariants of every schedule. Each check throws at once, so that a trace ends with the event that broke the invariant.
 *
 * - Weights, moments and losses equal the reference bit by bit, at every version of every coordinator, standby and checkpoint, in
 *   every message, and in the weights that a worker uses. So no version is published twice with different bytes. The reference
 *   uses every sample once per epoch, and so does every run.
 * - One process leads per epoch. A leader that cannot renew its lease does nothing. A worker that has received a message of a newer
 *   leader does not obey an older one.
 * - An announced checkpoint can be read from the object store and, after a crash, from the disk of the process that announced it.
 * - The memory of every machine is bounded.
 */
import { partOf, type CoordinatorMessage, type WorkerId } from '@lockstep/protocol';
import type { NodeEffect, StepRecord, TrainingState } from '@lockstep/cluster';
import type { Disk } from '../world/disk.js';
import { footprintOf } from './footprint.js';
import type { SimulationOptions } from '../options.js';
import { referenceRun, type Reference } from './reference.js';
import { fail } from './violation.js';
import { LATEST_KEY, latestOf, latestOn, OBJECTS, type Latest } from '../cluster/checkpoint-files.js';
import type { Stores } from '../world/stores.js';

export class Checks {
  readonly reference: Reference;
  private readonly leaderOf = new Map<number, string>();
  /** The largest epoch in which a process has led. */
  latestEpoch = 0;
  private readonly epochOf = new Map<string, number>();
  /** The latest version that each coordinator has announced. */
  private readonly announcedBy = new Map<string, number>();
  private latest: Latest | undefined;

  constructor(private readonly options: SimulationOptions) {
    const { config, totalSteps, learningRate, wireDtype } = options;
    this.reference = referenceRun(config, totalSteps, learningRate, wireDtype);
    for (const [epoch, counts] of this.reference.timesUsed.entries()) {
      if (counts.some((times) => times !== 1)) fail(`epoch ${epoch} does not use every sample once`);
    }
  }

  state(where: string, { version, weights, adam, ...losses }: Readonly<TrainingState>): void {
    const expected = this.expected(where, version);
    this.sameBits('weights', version, `of ${where}`, weights, expected.weights);
    this.sameBits('first moments', version, `of ${where}`, adam.m, expected.adam.m);
    this.sameBits('second moments', version, `of ${where}`, adam.v, expected.adam.v);
    const { beta1Power, beta2Power } = expected.adam;
    if (adam.beta1Power !== beta1Power || adam.beta2Power !== beta2Power) fail(`powers of β of ${where} are wrong`);
    const same =
      losses.epochLossSum === expected.epochLossSum &&
      losses.epochLosses.length === expected.epochLosses.length &&
      losses.epochLosses.every((loss, i) => loss === expected.epochLosses[i]);
    if (!same) fail(`losses of ${where} after step ${version} are not the reference's`);
  }

  stepped(where: string, state: Readonly<TrainingState>, { step, samples }: StepRecord): void {
    if (step !== state.version) fail(`${where} has done step ${step}, but holds version ${state.version}`);
    const expected = this.reference.samples[step - 1];
    if (samples !== expected) fail(`step ${step} of ${where} counts ${samples} samples, not ${expected}`);
    this.state(where, state);
  }

  evaluated(where: string, testLoss: number): void {
    if (testLoss !== this.reference.testLoss) fail(`the test loss of ${where} is ${testLoss}`);
  }

  /** The weights in a message are right. */
  published(where: string, { version, body }: CoordinatorMessage): void {
    if (body.kind !== 'weightsPart') return;
    const { partSizeBytes, wireDtype } = this.options;
    const expected = partOf(this.expectedSent(where, version), partSizeBytes, body.part, wireDtype);
    if (Buffer.compare(expected, body.data) !== 0) fail(`${where} publishes wrong bytes of the weights ${version}`);
  }

  /** Only workers that report wrong results are refused for that. */
  refused({ member }: WorkerId, { body }: CoordinatorMessage): void {
    if (body.kind !== 'refusal' || body.code !== 'AUDIT') return;
    const lies = this.options.lies[Number(member.slice(1))] ?? 0;
    if (lies === 0) fail(`${member}, which is honest, is refused: ${body.reason}`);
  }

  computesWith(worker: string, version: number, weights: Float32Array): void {
    this.sameBits('weights', version, `that ${worker} computes with`, weights, this.expectedSent(worker, version));
  }

  private expectedSent(where: string, version: number): Float32Array {
    this.expected(where, version);
    return this.reference.sentWeights[version]!;
  }

  private expected(where: string, version: number): TrainingState {
    return (
      this.reference.states[version] ?? fail(`${where} has reached version ${version}, which the run does not have`)
    );
  }

  private sameBits(vector: string, version: number, where: string, found: Float32Array, expected: Float32Array): void {
    if (equalBits(found, expected)) return;
    fail(`${vector} ${version} ${where} are [${found.join(', ')}], the reference's are [${expected.join(', ')}]`);
  }

  leads(name: string, incarnation: number, epoch: number): void {
    const process = `${name}.${incarnation}`;
    const other = this.leaderOf.get(epoch);
    if (other !== undefined && other !== process) fail(`${process} leads in epoch ${epoch}, and so has ${other}`);
    this.leaderOf.set(epoch, process);
    this.latestEpoch = Math.max(this.latestEpoch, epoch);
  }

  /** A paused leader grants no leases, does no step and publishes no weights until it resumes. */
  paused(name: string, effect: NodeEffect): void {
    const body = effect.kind === 'send' || effect.kind === 'broadcast' ? effect.message.body.kind : undefined;
    if (effect.kind === 'stepped' || body === 'lease' || (effect.kind === 'broadcast' && body === 'weightsPart')) {
      fail(`${name} continues with ${body ?? effect.kind} although it has paused`);
    }
  }

  received(worker: string, leaderEpoch: number): void {
    this.epochOf.set(worker, Math.max(leaderEpoch, this.epochOf.get(worker) ?? 0));
  }

  /** A worker executes a message of this leader. */
  obeys(worker: string, leaderEpoch: number): void {
    const latest = this.epochOf.get(worker) ?? 0;
    if (leaderEpoch < latest)
      fail(`${worker} obeys the leader of epoch ${leaderEpoch}, after a message of epoch ${latest}`);
  }

  announced(name: string, version: number, disk: Disk<TrainingState>): void {
    this.announcedBy.set(name, version);
    this.disk(name, disk);
  }

  /** The disk holds the checkpoint that its coordinator announced last, or a newer one. Called after every crash. */
  disk(name: string, disk: Disk<TrainingState>): void {
    const announced = this.announcedBy.get(name);
    if (announced === undefined) return;
    const latest = latestOn(disk);
    if ((latest?.version ?? -1) >= announced) return;
    fail(`${name} has announced step ${announced}, and its disk has ${latest ? `step ${latest.version}` : 'nothing'}`);
  }

  /** The checkpoint that `latest` names can be read at every moment, and `latest` never goes back. */
  stores(stores: Stores<TrainingState>): void {
    const entry = stores.keys.get(LATEST_KEY);
    if (!entry) return;
    const latest = latestOf(entry);
    for (const object of OBJECTS) {
      const state = stores.objects.get(`${latest.key}/${object}`);
      if (state?.version !== latest.step) fail(`"latest" names ${latest.key}, whose ${object} cannot be read`);
    }
    const before = this.latest;
    this.latest = latest;
    if (!before || latest.leaderEpoch > before.leaderEpoch) return;
    if (latest.leaderEpoch < before.leaderEpoch) fail(`"latest" goes back to leader epoch ${latest.leaderEpoch}`);
    if (latest.step < before.step) fail(`"latest" goes back to step ${latest.step} of one leader`);
  }

  /** The servers have lost their data. The pointer starts again, and the disks keep what was announced. */
  storesLost(): void {
    this.latest = undefined;
  }

  bounded(what: string, size: number, most: number): void {
    if (size > most) fail(`${what}: ${size}, more than ${most}`);
  }

  /** A coordinator remembers 64 measured times per worker, and the epochs' losses in each copy of the state. */
  coordinatorMemory(name: string, machines: readonly unknown[]): void {
    const { config, workers, totalSteps } = this.options;
    const most = 150 + 70 * (workers.length + 1) + 6 * (totalSteps + config.shards);
    this.bounded(`entries that ${name} remembers`, footprintOf(machines), most);
  }

  /** A worker remembers one lease, with at most 8 shards in the evaluation, and the shards to compute. */
  workerMemory(name: string, machines: readonly unknown[]): void {
    const most = 20 + 4 * Math.max(8, this.options.config.shards);
    this.bounded(`entries that ${name} remembers`, footprintOf(machines), most);
  }
}

function equalBits(a: Float32Array, b: Float32Array): boolean {
  if (a.length !== b.length) return false;
  const [first, second] = [a, b].map((vector) => new Uint32Array(vector.buffer, vector.byteOffset, vector.length));
  for (let i = 0; i < a.length; i++) if (first![i] !== second![i]) return false;
  return true;
}
