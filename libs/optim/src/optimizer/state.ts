/** The state of an optimiser between updates: named vectors of the weights' length, and named numbers. */
import { InvalidOptimizerStateError, LengthMismatchError } from '../errors.js';
import type { UpdateConfig } from './config.js';

/** A run that resumes from this state and the weights computes the same bits. */
export interface OptimizerState {
  readonly vectors: Readonly<Record<string, Float32Array>>;
  readonly scalars: Record<string, number>;
}

/** Returns the names of the state's vectors in a fixed order. */
export function stateVectorNames({ optimizer, emaDecay }: UpdateConfig): string[] {
  const names = emaDecay === undefined ? [] : ['ema'];
  if (optimizer.kind === 'sgd') return optimizer.momentum === 0 ? names : ['momentum', ...names];
  return ['m', 'v', ...names];
}

/** Returns the names of the state's numbers: the powers β1^t and β2^t after t updates. */
export function stateScalarNames({ optimizer }: UpdateConfig): string[] {
  return optimizer.kind === 'sgd' ? [] : ['beta1Power', 'beta2Power'];
}

/** Returns the state before the first update. The average of the weights starts at the weights. */
export function initialOptimizerState(config: UpdateConfig, weights: Float32Array): OptimizerState {
  const vectors = stateVectorNames(config).map(
    (name) => [name, name === 'ema' ? weights.slice() : new Float32Array(weights.length)] as const,
  );
  return {
    vectors: Object.fromEntries(vectors),
    scalars: Object.fromEntries(stateScalarNames(config).map((name) => [name, 1])),
  };
}

/** Returns a deep copy, because updates change a state in place. */
export function copyOptimizerState({ vectors, scalars }: OptimizerState): OptimizerState {
  const copies = Object.entries(vectors).map(([name, vector]) => [name, vector.slice()] as const);
  return { vectors: Object.fromEntries(copies), scalars: { ...scalars } };
}

/** Checks a state that was read from a checkpoint. @throws InvalidOptimizerStateError, LengthMismatchError */
export function checkOptimizerState(state: OptimizerState, config: UpdateConfig, size: number): void {
  checkNames('vectors', Object.keys(state.vectors), stateVectorNames(config));
  checkNames('numbers', Object.keys(state.scalars), stateScalarNames(config));
  for (const [name, vector] of Object.entries(state.vectors)) {
    if (vector.length !== size) throw new LengthMismatchError(name, vector.length, size);
  }
}

function checkNames(what: string, found: string[], expected: string[]): void {
  if (found.length === expected.length && expected.every((name) => found.includes(name))) return;
  const list = (names: string[]): string => (names.length === 0 ? 'none' : names.join(', '));
  throw new InvalidOptimizerStateError(
    `the optimizer's state has these ${what}: ${list(found)}; its configuration needs: ${list(expected)}`,
  );
}
