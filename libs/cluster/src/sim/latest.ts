/** The latest checkpoint of the object store, for a coordinator that has nothing else to go on from. */
import type { TrainingState } from '../training/training-state.js';
import { LATEST_KEY, latestOf, OBJECTS } from './saver.js';
import type { Answer, Stores } from './stores.js';

const RETRY_MS = 300;

/** The process that loads. */
export interface LoadingHost {
  readonly name: string;
  readonly stores: Stores<TrainingState>;
  whenRunning(happen: () => void): void;
  later(delayMs: number, happen: () => void): void;
}

/**
 * Asks until there is an answer; what vanishes under our hands has moved on.
 * @param wanted whether anybody still waits for it
 * @param found called with undefined when nothing was ever published
 */
export function loadLatest(
  host: LoadingHost,
  wanted: () => boolean,
  found: (state: TrainingState | undefined) => void,
): void {
  const { stores, name } = host;
  const again = (): void => host.later(RETRY_MS, () => loadLatest(host, wanted, found));
  const answered = <Result>(use: (result: Result) => void) => {
    return (answer: Answer<Result>): void => {
      host.whenRunning(() => {
        if (!wanted()) return;
        if (answer.ok) use(answer.result);
        else again();
      });
    };
  };
  const get = (key: string, [object, ...rest]: string[]): void => {
    const use = (state: TrainingState | undefined): void => {
      if (!state) again();
      else if (rest.length > 0) get(key, rest);
      else found(state);
    };
    stores.get(name, `${key}/${object}`, answered(use));
  };
  if (!wanted()) return;
  stores.read(
    name,
    LATEST_KEY,
    answered((latest) => (latest ? get(latestOf(latest).key, [...OBJECTS]) : found(undefined))),
  );
}
