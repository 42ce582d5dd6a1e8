/** Runs several workers on one machine, one per GPU or per core, and restarts those that crash. */
import { availableParallelism } from 'node:os';
import { Child, gpuEnvironment, MAX_FAILURES, Supervised, stopped, usableGpus, type Logger } from '@lockstep/cli';

const STOP_GRACE_MS = 5000;

/** The device of one worker. */
export interface Place {
  /** As in CUDA_VISIBLE_DEVICES, undefined for a CPU. */
  gpu: string | undefined;
}

/**
 * Returns the default places: one per GPU that CUDA may use, else as many as fit the cores, at most one per shard.
 * @param visible value of CUDA_VISIBLE_DEVICES, undefined when it is not set
 */
export async function placesHere(
  visible: string | undefined,
  run: { threads: number; shards: number },
): Promise<Place[]> {
  const gpus = await usableGpus(visible);
  if (gpus.length > 0) return gpus.map((gpu) => ({ gpu }));
  const fitting = Math.max(1, Math.floor(availableParallelism() / run.threads));
  return Array.from({ length: Math.min(fitting, run.shards) }, () => ({ gpu: undefined }));
}

/** Returns `count` places, spread over the GPUs in turn, or on the CPU when there is no GPU. */
export async function places(visible: string | undefined, count: number): Promise<Place[]> {
  const gpus = await usableGpus(visible);
  return Array.from({ length: count }, (_, i) => ({ gpu: gpus.length > 0 ? gpus[i % gpus.length] : undefined }));
}

export interface FleetOptions {
  places: readonly Place[];
  /** Script of one worker. */
  script: string;
  /** Arguments of each worker, to which its id is added. */
  args: readonly string[];
  /** Prefix of the workers' ids. */
  name: string;
  log: Logger;
  /** Called with each line that a worker writes. */
  writeLine: (line: string) => void;
  signal: AbortSignal;
}

/** Runs until all workers have ended or the signal is aborted. Returns the exit code: 1 when a worker was given up, else 0. */
export async function runFleet({ places, script, args, name, log, writeLine, signal }: FleetOptions): Promise<number> {
  let working = places.length;
  let givenUp = 0;
  const workers: Supervised[] = [];
  const over = new Promise<void>((resolve) => {
    const ended = () => {
      working -= 1;
      if (working === 0) resolve();
    };
    for (const [i, { gpu }] of places.entries()) {
      const id = `${name}-${i + 1}`;
      const env = gpuEnvironment(gpu);
      const start = (onExit: (how: string) => void) => {
        return Child.start({ script, args: [...args, '--workers=1', `--id=${id}`], env, onLine: writeLine, onExit });
      };
      const onExit = (how: string, givenUpNow: boolean) => {
        if (!givenUpNow) return log.warn(`worker ${id} ${how}: it is started again`);
        log.error(`worker ${id} ${how} ${MAX_FAILURES} times: it is not started again`);
        givenUp += 1;
        ended();
      };
      workers.push(new Supervised(start, onExit, ended));
    }
  });
  const stopping = stopped(signal).then(async (reason) => {
    log.info(`${reason}: stopping the workers`);
    await Promise.all(workers.map((worker) => worker.stop(STOP_GRACE_MS)));
  });
  await Promise.race([over, stopping]);
  return givenUp > 0 ? 1 : 0;
}
