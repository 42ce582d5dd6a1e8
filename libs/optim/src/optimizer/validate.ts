/** Validates options at run time, because task files may be JavaScript and a run's folder holds JSON. */
import { InvalidUpdateConfigError } from '../errors.js';
import type { ResolvedSchedule } from './config.js';

interface Rule {
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
  readonly required?: true;
}

type Rules = Readonly<Record<string, Rule>>;

const number = (expected: string, accepts: (value: number) => boolean): Rule => ({
  expected,
  accepts: (value) => typeof value === 'number' && accepts(value),
});
const required = (rule: Rule): Rule => ({ ...rule, required: true });

const NOT_NEGATIVE = number('a finite number of at least 0', (value) => value >= 0 && value < Infinity);
const POSITIVE = number('a finite number above 0', (value) => value > 0 && value < Infinity);
const BELOW_ONE = number('a number of at least 0 and below 1', (value) => value >= 0 && value < 1);
const GAMMA = number('a number above 0 and at most 1', (value) => value > 0 && value <= 1);
const COUNT = number('a whole number of at least 0', (value) => Number.isSafeInteger(value) && value >= 0);
const POSITIVE_COUNT = number('a whole number of at least 1', (value) => Number.isSafeInteger(value) && value >= 1);
const FLAG: Rule = { expected: 'true or false', accepts: (value) => typeof value === 'boolean' };
const OBJECT: Rule = { expected: 'an object', accepts: (value) => typeof value === 'object' && value !== null };
/** Accepts any kind, because `rulesOfKind` has already checked it. */
const KIND: Rule = { expected: 'a kind', accepts: () => true };

const ADAM: Rules = {
  kind: KIND,
  learningRate: required(NOT_NEGATIVE),
  beta1: BELOW_ONE,
  beta2: BELOW_ONE,
  epsilon: NOT_NEGATIVE,
  weightDecay: NOT_NEGATIVE,
};

const OPTIMIZERS: Readonly<Record<string, Rules>> = {
  sgd: {
    kind: KIND,
    learningRate: required(NOT_NEGATIVE),
    momentum: NOT_NEGATIVE,
    nesterov: FLAG,
    weightDecay: NOT_NEGATIVE,
  },
  adam: ADAM,
  adamw: ADAM,
};

const FALLING: Rules = { kind: KIND, totalSteps: POSITIVE_COUNT, warmupSteps: COUNT };

const SCHEDULES: Readonly<Record<string, Rules>> = {
  constant: { kind: KIND, warmupSteps: COUNT },
  linear: FALLING,
  cosine: FALLING,
  step: { kind: KIND, everySteps: required(POSITIVE_COUNT), gamma: GAMMA, warmupSteps: COUNT },
  exponential: { kind: KIND, gamma: required(GAMMA), warmupSteps: COUNT },
};

const UPDATE: Rules = {
  optimizer: required(OBJECT),
  schedule: OBJECT,
  clipNorm: POSITIVE,
  emaDecay: BELOW_ONE,
};

/** @throws InvalidUpdateConfigError */
export function validateUpdateOptions(options: object): void {
  checkFields('', options, UPDATE, 'an update');
  const { optimizer, schedule } = options as { optimizer: object; schedule?: object };
  validateOptimizer(optimizer);
  if (schedule) checkFields('schedule.', schedule, rulesOfKind('schedule', schedule, SCHEDULES), 'this schedule');
}

/** @throws InvalidUpdateConfigError */
export function validateOptimizer(optimizer: object): void {
  checkFields('optimizer.', optimizer, rulesOfKind('optimizer', optimizer, OPTIMIZERS), 'this optimizer');
  const { nesterov, momentum } = optimizer as { nesterov?: boolean; momentum?: number };
  if (nesterov === true && (momentum ?? 0) === 0) {
    throw new InvalidUpdateConfigError('optimizer.nesterov is true, which needs a momentum above 0');
  }
}

/** Checks that a schedule that falls to 0 ends after its warm-up. @throws InvalidUpdateConfigError */
export function validateTotalSteps(schedule: ResolvedSchedule): void {
  if (!('totalSteps' in schedule) || schedule.totalSteps > schedule.warmupSteps) return;
  const { totalSteps, warmupSteps } = schedule;
  throw new InvalidUpdateConfigError(
    `schedule.totalSteps is ${totalSteps}, expected more than the ${warmupSteps} steps of the warm-up`,
  );
}

function rulesOfKind(where: string, value: object, kinds: Readonly<Record<string, Rules>>): Rules {
  const { kind } = value as { kind?: unknown };
  if (typeof kind === 'string' && Object.hasOwn(kinds, kind)) return kinds[kind]!;
  throw new InvalidUpdateConfigError(
    `${where}.kind is ${shown(kind)}, expected one of ${Object.keys(kinds).join(', ')}`,
  );
}

function checkFields(prefix: string, value: object, rules: Rules, owner: string): void {
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(rules, name)) continue;
    const options = Object.keys(rules).join(', ');
    throw new InvalidUpdateConfigError(`${prefix}${name} is not an option of ${owner}, which has ${options}`);
  }
  for (const [name, { expected, accepts, required: isRequired }] of Object.entries(rules)) {
    const field = (value as Record<string, unknown>)[name];
    if (accepts(field) || (!isRequired && !Object.hasOwn(value, name))) continue;
    throw new InvalidUpdateConfigError(`${prefix}${name} is ${shown(field)}, expected ${expected}`);
  }
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : String(value);
}
