/** Injects faults. Each kind is repeated at random times until faults are over. */
import type { Cluster, CoordinatorPlace } from './cluster.js';
import type { FaultTimes } from '../options.js';
import { STORES } from '../world/stores.js';
import type { WorkerProcess } from './worker-process.js';

/** Longest duration of a hang, a cut or a slow process, which is below the bound of the phase without faults. */
const MOST_MS = 6000;

export class Faults {
  constructor(private readonly cluster: Cluster) {}

  begin(): void {
    const { options, world } = this.cluster;
    for (const [kind, everyMs] of Object.entries(options.faults) as [keyof FaultTimes, number][]) {
      if (everyMs < Infinity) this.repeat(kind, everyMs);
    }
    world.after(options.faultsForMs, () => this.cluster.becalm());
  }

  private repeat(kind: keyof FaultTimes, everyMs: number): void {
    const { world, coverage } = this.cluster;
    world.after(world.between(0, 2 * everyMs), () => {
      if (this.cluster.calm) return;
      if (this.inject(kind)) coverage.fault(kind);
      this.repeat(kind, everyMs);
    });
  }

  /** @returns false when the fault had no target */
  private inject(kind: keyof FaultTimes): boolean {
    const { cluster } = this;
    const { world } = cluster;
    const forMs = world.between(100, MOST_MS);
    switch (kind) {
      case 'workerCrash':
        return this.worker((worker) => this.crash(worker));
      case 'workerHang':
        return this.worker((worker) => worker.hang(forMs));
      case 'workerSlow':
        return this.worker((worker) => this.slow(worker, forMs));
      case 'workerLeave':
        return this.worker((worker) => worker.stop('asked to leave'));
      case 'workerCrashLoop':
        return this.crashLoop(world.integer(0, cluster.options.workers.length - 1), world.integer(2, 8));
      case 'workerTwin':
        return this.worker((worker) => cluster.startTwin(cluster.workers.indexOf(worker)));
      case 'workerJoin':
        cluster.startWorker(world.integer(0, cluster.options.workers.length - 1));
        return true;
      case 'noWorkers':
        for (const worker of cluster.allWorkers()) worker.crash('all at once');
        return true;
      case 'coordinatorKill':
      case 'coordinatorPowerCut':
      case 'coordinatorHang':
      case 'coordinatorSlow':
      case 'coordinatorStop':
        return this.coordinator(kind, forMs);
      case 'linkCut':
      case 'linkCutOneWay':
      case 'partition':
        return this.cut(kind, forMs);
      case 'storeAway':
        cluster.stores.goAway(forMs);
        return true;
      case 'storeLost':
        return cluster.loseStores();
      case 'leadBackAndForth':
        return this.leadBackAndForth();
      case 'diskFull':
        return this.fillDisk(world.pick(cluster.places), forMs);
      case 'garbage':
        return this.garbage();
    }
  }

  private worker(harm: (worker: WorkerProcess) => void): boolean {
    const workers = this.cluster.workers.filter((worker) => worker?.alive) as WorkerProcess[];
    if (workers.length === 0) return false;
    harm(this.cluster.world.pick(workers));
    return true;
  }

  private crash(worker: WorkerProcess): void {
    const { world, places } = this.cluster;
    if (world.chance(0.3)) return worker.crashBefore('', world.integer(1, 30));
    worker.crash('killed');
    // A supervisor on the coordinator's machine notices the death of its children. Workers on other machines fall silent.
    if (world.chance(0.5)) return;
    places[0]?.process?.receiveFromWorker({ kind: 'gone', worker: worker.id, reason: 'was ended by SIGKILL' });
  }

  private slow(worker: WorkerProcess, forMs: number): void {
    worker.slowness = 10;
    this.cluster.world.after(forMs, () => {
      worker.slowness = 1;
    });
  }

  private crashLoop(index: number, times: number): boolean {
    const { cluster } = this;
    if (times === 0 || cluster.calm) return true;
    cluster.startWorker(index);
    cluster.world.after(cluster.world.between(50, 1500), () => {
      if (cluster.calm) return;
      cluster.workers[index]?.crash('crash loop');
      this.crashLoop(index, times - 1);
    });
    return true;
  }

  private coordinator(kind: keyof FaultTimes, forMs: number): boolean {
    const { world, places } = this.cluster;
    const living = places.flatMap(({ process }) => (process ? [process] : []));
    // Faults of the leader test the most.
    const leaders = living.filter(({ leads }) => leads);
    const process = world.pick(leaders.length > 0 && world.chance(0.8) ? leaders : living);
    if (!process) return false;
    if (kind === 'coordinatorKill') process.crash('killed');
    if (kind === 'coordinatorPowerCut') process.crash('power cut');
    if (kind === 'coordinatorHang') process.hang(forMs);
    if (kind === 'coordinatorStop') process.stop(world.chance(0.7) ? 'stop' : 'abort');
    if (kind === 'coordinatorSlow') {
      process.slowness = 10;
      world.after(forMs, () => {
        process.slowness = 1;
      });
    }
    return true;
  }

  /**
   * Cuts a leader that saves to a slow disk off from the stores until it follows another leader, and kills that one. The first leader
   * may then lead again before its save has settled.
   */
  private leadBackAndForth(): boolean {
    const { world, places } = this.cluster;
    const first = places.find(({ process }) => process?.leads && process.saving);
    if (!first || places.length === 1 || first.disk.slow) return false;
    first.disk.slow = true;
    this.both(first.name, STORES, world.between(1800, 2800));
    this.killNextLeader(first, world.nowMs + MOST_MS);
    world.after(20_000, () => {
      first.disk.slow = false;
    });
    return true;
  }

  private killNextLeader(first: CoordinatorPlace, untilMs: number): void {
    const { world, places, coverage } = this.cluster;
    const next = places.find(({ process }) => process?.leads);
    if (first.process?.follows && next) {
      coverage.fault('leader killed during a save of the previous leader');
      next.process!.crash('killed');
    } else if (world.nowMs < untilMs && !this.cluster.calm) {
      world.after(100, () => this.killNextLeader(first, untilMs));
    }
  }

  private fillDisk({ disk }: CoordinatorPlace, forMs: number): boolean {
    disk.full = true;
    this.cluster.world.after(forMs, () => {
      disk.full = false;
    });
    return true;
  }

  private hosts(): string[] {
    const { workers, twins, places } = this.cluster;
    const names = [...workers, ...twins, ...places].flatMap((each) => (each ? [each.name] : []));
    return [...names, STORES];
  }

  private cut(kind: 'linkCut' | 'linkCutOneWay' | 'partition', forMs: number): boolean {
    const { world, network } = this.cluster;
    const hosts = this.hosts();
    if (kind === 'partition') {
      const side = hosts.filter(() => world.chance(0.5));
      for (const here of side) {
        for (const there of hosts) if (!side.includes(there)) this.both(here, there, forMs);
      }
      return side.length > 0;
    }
    // One link of a host, or all of its links at once, as when its cable is pulled.
    const here = world.pick(hosts);
    const others = world.chance(0.5) ? hosts.filter((host) => host !== here) : [world.pick(hosts)];
    const outwards = world.chance(0.5);
    for (const there of others) {
      if (kind === 'linkCut') this.both(here, there, forMs);
      else if (outwards) network.cut(here, there, forMs);
      else network.cut(there, here, forMs);
    }
    return true;
  }

  private both(here: string, there: string, forMs: number): void {
    this.cluster.network.cut(here, there, forMs);
    this.cluster.network.cut(there, here, forMs);
  }

  private garbage(): boolean {
    const { world, places } = this.cluster;
    const workers = this.cluster.allWorkers();
    const [worker] = workers;
    const sender = worker && { id: worker.id, incarnation: worker.config.incarnation };
    const coordinators = places.flatMap(({ process }) => process ?? []);
    for (let n = world.integer(1, 10); n > 0; n--) for (const process of coordinators) process.receiveGarbage(sender);
    for (const each of workers) each.receiveGarbage();
    return coordinators.length > 0;
  }
}
