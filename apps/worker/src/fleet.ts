/** All workers of a machine: one for each graphics card, or for each core; one that crashes is started again. */
import { availableParallelism } from 'node:os';
import { Child, gpuEnvironment, MAX_FAILURES, Supervised, usableGpus, type Logger } from '@lockstep/cli';

const STOP_GRACE_MS = 5000;

/** What workers are started on: `card` as in CUDA_VISIBLE_DEVICES, undefined for a processor. */
export interface Place {
  card: string | undefined;
}

/**
 * Where workers go when nobody says how many: on every card that CUDA may use, else as many as have cores, and shards to compute.
 * @param visible CUDA_VISIBLE_DEVICES; undefined when it is not set
 */
export async function placesHere(
  visible: string | undefined,
  run: { threads: number; shards: number },
): Promise<Place[]> {
  const cards = await usableGpus(visible);
  if (cards.length > 0) return cards.map((card) => ({ card }));
  const fitting = Math.max(1, Math.floor(availableParallelism() / run.threads));
  return Array.from({ length: Math.min(fitting, run.shards) }, () => ({ card: undefined }));
}

/** `count` workers, on the cards in turn if there are any. */
export async function places(visible: string | undefined, count: number): Promise<Place[]> {
  const cards = await usableGpus(visible);
  return Array.from({ length: count }, (_, i) => ({ card: cards.length > 0 ? cards[i % cards.length] : undefined }));
}

export interface FleetOptions {
  places: readonly Place[];
  /** Script of one worker, and what it is told besides its id. */
  script: string;
  args: readonly string[];
  /** The workers' ids begin with it. */
  name: string;
  log: Logger;
  /** A line that a worker wrote. */
  writeLine: (line: string) => void;
  stopAsked: Promise<string>;
}

/** Runs until all workers have ended, or are told to. @returns exit code: 0, or 1 when one had to be given up */
export async function runFleet({
  places,
  script,
  args,
  name,
  log,
  writeLine,
  stopAsked,
}: FleetOptions): Promise<number> {
  let working = places.length;
  let givenUp = 0;
  const workers: Supervised[] = [];
  const over = new Promise<void>((resolve) => {
    const ended = () => {
      working -= 1;
      if (working === 0) resolve();
    };
    for (const [i, { card }] of places.entries()) {
      const id = `${name}-${i + 1}`;
      const env = gpuEnvironment(card);
      const start = (onExit: (how: string) => void) => {
        return Child.start({ script, args: [...args, '--workers=1', `--id=${id}`], env, onLine: writeLine, onExit });
      };
      const onExit = (how: string, forGood: boolean) => {
        if (!forGood) return log.warn(`worker ${id} ${how}: it is started again`);
        log.error(`worker ${id} ${how} ${MAX_FAILURES} times: it is not started again`);
        givenUp += 1;
        ended();
      };
      workers.push(new Supervised(start, onExit, ended));
    }
  });
  const stopped = stopAsked.then(async (reason) => {
    log.info(`${reason}: the workers leave the run`);
    await Promise.all(workers.map((worker) => worker.stop(STOP_GRACE_MS)));
  });
  await Promise.race([over, stopped]);
  return givenUp > 0 ? 1 : 0;
}
