/** The rounds of one case: PyTorch, Lockstep with several numbers of shards, and Lockstep's kernels without a network. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { measureCluster, type ClusterMeasurement } from './cluster.js';
import type { DataFolder } from './data-folder.js';
import { readMetrics } from './metrics.js';
import { measureNoNetwork, type NoNetworkMeasurement } from './no-network.js';
import { measurePeerTraining, type PeerPlace } from './peer.js';
import type { PeerTraining } from './peer-result.js';
import { print } from './print.js';
import type { Case, TrainBenchConfig } from './train.config.js';

export interface ContestPlace extends PeerPlace {
  data: DataFolder;
  initialWeightsPath: string;
  /** An existing folder for runs. */
  dir: string;
}

export interface MeasuredCluster extends ClusterMeasurement {
  /** Loss of each step, for as many steps as the peer makes. */
  losses: number[];
}

/** Lockstep with one number of shards: one measurement of each kind per round. */
export interface Entry {
  shards: number;
  cluster: MeasuredCluster[];
  noNetwork: NoNetworkMeasurement[];
}

export class Contest {
  readonly peer: PeerTraining[] = [];
  readonly entries: readonly Entry[];

  constructor(
    readonly setting: Case,
    private readonly config: TrainBenchConfig,
    private readonly place: ContestPlace,
  ) {
    this.entries = setting.shards.map((shards) => ({ shards, cluster: [], noNetwork: [] }));
  }

  /**
   * Measures everything once.
   * @param round from 0 on; it determines the order
   */
  async measureRound(round: number): Promise<void> {
    const measurements = [
      () => this.measurePeer(),
      ...this.entries.flatMap((entry) => [() => this.measureCluster(entry), () => this.measureNoNetwork(entry)]),
    ];
    for (const measure of rotated(measurements, round)) await measure();
  }

  private async measurePeer(): Promise<void> {
    const { data, initialWeightsPath } = this.place;
    const { trainImagesPath } = data;
    const config = { ...this.config, ...this.setting, trainImagesPath, initialWeightsPath };
    const measured = await measurePeerTraining(config, this.place);
    this.peer.push(measured);
    this.print('PyTorch', measured.imagesPerSecond);
  }

  private async measureCluster({ shards, cluster }: Entry): Promise<void> {
    const { data, dir, signal } = this.place;
    const out = join(dir, 'run');
    const measured = await measureCluster(this.sizes(shards), data.dir, out, signal);
    const steps = await readMetrics(join(out, 'metrics.jsonl'), 0, this.config.warmUp + this.config.steps);
    cluster.push({ ...measured, losses: steps.map(({ loss }) => loss) });
    await rm(out, { recursive: true, force: true });
    this.print(`Lockstep, ${shards} shards`, measured.imagesPerSecond);
  }

  private async measureNoNetwork({ shards, noNetwork }: Entry): Promise<void> {
    const measured = await measureNoNetwork(this.sizes(shards), this.place.data, this.place.signal);
    noNetwork.push(measured);
    this.print(`its kernels without a network, ${shards} shards`, measured.imagesPerSecond);
  }

  private sizes(shards: number) {
    return { ...this.config, ...this.setting, shards };
  }

  private print(what: string, imagesPerSecond: number): void {
    print(`  W = ${this.setting.workers}, ${what}: ${imagesPerSecond.toFixed(0)} images/s`);
  }
}

/** The items rotated by `by` places. */
export function rotated<T>(items: readonly T[], by: number): T[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
