/** Loads the latest checkpoint from the simulated object store or a disk. */
import type { TrainingState } from '@lockstep/cluster';
import type { Answer, Stores } from '../world/stores.js';
import type { Disk } from '../world/disk.js';
import { LATEST_KEY, latestOf, latestOn, OBJECTS } from './checkpoint-files.js';

/** Tries once. The result is undefined when no checkpoint was published. */
export function loadLatest(
  stores: Stores<TrainingState>,
  client: string,
  done: (answer: Answer<TrainingState | undefined>) => void,
): void {
  const get = (key: string, [object, ...rest]: string[]): void => {
    stores.get(client, `${key}/${object}`, (answer) => {
      if (answer.ok && answer.result && rest.length > 0) return get(key, rest);
      // The pointer moved while the objects were read.
      if (answer.ok && !answer.result) return done({ ok: false, error: 'missing' });
      done(answer);
    });
  };
  stores.read(client, LATEST_KEY, (answer) => {
    if (!answer.ok) return done(answer);
    if (!answer.result) return done({ ok: true, result: undefined });
    get(latestOf(answer.result).key, [...OBJECTS]);
  });
}

/** The state that a program resumes: the checkpoint on its disk, or a newer one of the object store if it shares the servers. */
export function findState(
  where: { disk: Disk<TrainingState>; stores: Stores<TrainingState>; name: string; mayAsk: boolean },
  done: (answer: Answer<TrainingState | undefined>) => void,
): void {
  const onDisk = latestOn(where.disk);
  if (!where.mayAsk) return done({ ok: true, result: onDisk });
  loadLatest(where.stores, where.name, (answer) => {
    if (!answer.ok) return done(answer);
    const newer = answer.result && answer.result.version > (onDisk?.version ?? -1);
    done({ ok: true, result: newer ? answer.result : onDisk });
  });
}
