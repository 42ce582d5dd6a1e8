/** The number of inputs of each subject, and the loop that tries them. */
import fc from 'fast-check';
import { expect } from 'vitest';

/** Relative numbers of inputs. */
const PARTS = {
  'coordinator messages': 14,
  'worker messages': 12,
  'standby messages': 8,
  statuses: 6,
  'metrics records': 2,
  'sample requests': 2,
  'sample replies': 2,
  'drawn figures': 2,
  'safetensors files': 5,
  manifests: 4,
  announcements: 2,
};
const ALL_PARTS = Object.values(PARTS).reduce((sum, part) => sum + part);

export type Subject = keyof typeof PARTS;

/** Cases of one round. Each round has its own seed, so that one seed replays the round. */
const CASES = 20;
const REPORT_CHARS = 4000;
/** A round takes about a second. This bounds the search for a smaller case after a failure. */
const ROUND_MS = 60_000;

/** @throws Error when the environment variable is not a whole number */
function fromEnvironment(name: string): number {
  const value = Number(process.env[name]);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${name} is ${process.env[name]}: use a whole number`);
  return value;
}

/**
 * Tries generated cases up to the subject's share of LOCKSTEP_FUZZ_INPUTS, and prints their number.
 * @param tryCase tries one case and returns its number of inputs
 */
export function fuzz<Case>(subject: Subject, cases: fc.Arbitrary<Case>, tryCase: (each: Case) => number): void {
  const wanted = Math.ceil((fromEnvironment('LOCKSTEP_FUZZ_INPUTS') * PARTS[subject]) / ALL_PARTS);
  const seed = fromEnvironment('LOCKSTEP_FUZZ_SEED');
  let tried = 0;
  // A case holds one input or more. If most held none, the loop would end and the check below fail.
  for (let round = 0; tried < wanted && round * CASES <= wanted; round++) {
    const property = fc.property(cases, (each) => {
      tried += tryCase(each);
    });
    const how = { seed: (seed + round) | 0, numRuns: CASES, interruptAfterTimeLimit: ROUND_MS };
    const failed = fc.check(property, how);
    if (failed.failed) throw new Error(report(subject, seed, failed), { cause: failed.errorInstance });
  }
  console.log(`fuzz: ${tried} inputs for ${subject}, LOCKSTEP_FUZZ_SEED=${seed}`);
  expect(tried, `inputs tried for ${subject}`).toBeGreaterThanOrEqual(wanted);
}

function report<Case>(subject: Subject, seed: number, failed: fc.RunDetails<[Case]>): string {
  const how = `replay with LOCKSTEP_FUZZ_SEED=${seed} LOCKSTEP_FUZZ_INPUTS=${process.env['LOCKSTEP_FUZZ_INPUTS']}`;
  return `${subject}: ${how}\n${(fc.defaultReportMessage(failed) ?? '').slice(0, REPORT_CHARS)}`;
}
