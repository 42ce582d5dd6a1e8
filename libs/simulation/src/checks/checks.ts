/**
 * What must hold in every schedule. Each check throws at once, so that a trace ends with the event that broke it.
 *
 * - Weights, moments, losses: equal to the reference bit by bit, at every version of every coordinator, standby and checkpoint,
 *   in every message, and in what a worker computes with. So no version is ever published twice with different bytes, and, as
 *   the reference uses every sample once per epoch, so does every run.
 * - One leader per epoch, one who cannot renew the lead does nothing, and no worker acts on the word of an older leader than it
 *   has heard.
 * - What was announced can be read: on the disk of who announced it after a crash, and in the object store.
 * - Everything that is remembered is bounded.
 */
import { partOf, type CoordinatorMessage } from '@lockstep/protocol';
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
  /** The largest epoch in which anybody has led. */
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

  // ---- bits ------------------------------------------------------------------------------------------------------------

  state(where: string, { version, weights, adam, ...losses }: Readonly<TrainingState>): void {
    const expected = this.expected(where, version);
    this.sameBits(`weights ${version} of ${where}`, weights, expected.weights);
    this.sameBits(`first moments ${version} of ${where}`, adam.m, expected.adam.m);
    this.sameBits(`second moments ${version} of ${where}`, adam.v, expected.adam.v);
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

  /** A message of a coordinator: what it says of weights is true whoever hears it. */
  published(where: string, { version, body }: CoordinatorMessage): void {
    if (body.kind !== 'weightsPart') return;
    const { partSizeBytes, wireDtype } = this.options;
    const expected = partOf(this.expectedSent(where, version), partSizeBytes, body.part, wireDtype);
    if (Buffer.compare(expected, body.data) !== 0) fail(`${where} publishes wrong bytes of the weights ${version}`);
  }

  computesWith(worker: string, version: number, weights: Float32Array): void {
    this.sameBits(`weights ${version} that ${worker} computes with`, weights, this.expectedSent(worker, version));
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

  private sameBits(what: string, found: Float32Array, expected: Float32Array): void {
    const bits = (vector: Float32Array) => new Uint32Array(vector.buffer, vector.byteOffset, vector.length);
    const [a, b] = [bits(found), bits(expected)];
    if (a.length === b.length && a.every((word, i) => word === b[i])) return;
    fail(`${what} are [${found.join(', ')}], the reference's are [${expected.join(', ')}]`);
  }

  // ---- the lead --------------------------------------------------------------------------------------------------------

  leads(name: string, incarnation: number, epoch: number): void {
    const process = `${name}.${incarnation}`;
    const other = this.leaderOf.get(epoch);
    if (other !== undefined && other !== process) fail(`${process} leads in epoch ${epoch}, and so has ${other}`);
    this.leaderOf.set(epoch, process);
    this.latestEpoch = Math.max(this.latestEpoch, epoch);
  }

  /** One who may have lost the lead gives no leases, does no step and publishes no weights until it has it again. */
  paused(name: string, effect: NodeEffect): void {
    const body = effect.kind === 'send' || effect.kind === 'broadcast' ? effect.message.body.kind : undefined;
    if (effect.kind === 'stepped' || body === 'lease' || (effect.kind === 'broadcast' && body === 'weightsPart')) {
      fail(`${name} goes on with ${body ?? effect.kind} although it has paused`);
    }
  }

  received(worker: string, leaderEpoch: number): void {
    this.epochOf.set(worker, Math.max(leaderEpoch, this.epochOf.get(worker) ?? 0));
  }

  /** A worker does what a message wants. */
  obeys(worker: string, leaderEpoch: number): void {
    const latest = this.epochOf.get(worker) ?? 0;
    if (leaderEpoch < latest)
      fail(`${worker} obeys the leader of epoch ${leaderEpoch}, after it has heard of ${latest}`);
  }

  // ---- checkpoints -----------------------------------------------------------------------------------------------------

  announced(name: string, version: number, disk: Disk<TrainingState>): void {
    this.announcedBy.set(name, version);
    this.disk(name, disk);
  }

  /** What a coordinator has announced is on its disk, or something newer is; to be asked after every crash. */
  disk(name: string, disk: Disk<TrainingState>): void {
    const announced = this.announcedBy.get(name);
    if (announced === undefined) return;
    const latest = latestOn(disk);
    if ((latest?.version ?? -1) >= announced) return;
    fail(`${name} has announced step ${announced}, and its disk has ${latest ? `step ${latest.version}` : 'nothing'}`);
  }

  /** What `latest` names can be read, at every moment; and it never goes back. */
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

  /** The servers have lost what they stored: the pointer begins again, the disks keep what was announced. */
  storesLost(): void {
    this.latest = undefined;
  }

  // ---- bounds ----------------------------------------------------------------------------------------------------------

  bounded(what: string, size: number, most: number): void {
    if (size > most) fail(`${what}: ${size}, more than ${most}`);
  }

  /** What a coordinator remembers: 64 measured times of each worker, the losses of the epochs in each copy of the state. */
  coordinatorMemory(name: string, machines: readonly unknown[]): void {
    const { config, workers, totalSteps } = this.options;
    const most = 150 + 70 * (workers.length + 1) + 6 * (totalSteps + config.shards);
    this.bounded(`entries that ${name} remembers`, footprintOf(machines), most);
  }

  /** What a worker remembers: one lease, of 8 shards at most in the evaluation, and the shards that are to be computed. */
  workerMemory(name: string, machines: readonly unknown[]): void {
    const most = 20 + 4 * Math.max(8, this.options.config.shards);
    this.bounded(`entries that ${name} remembers`, footprintOf(machines), most);
  }
}
