/** Formats the simulator's output for people and for programs. */
import type { Tally } from './campaign.js';
import type { Counts } from './checks/coverage.js';
import { compare, type Snapshot } from './transitions.js';

export const HELP = `npx nx run simulation:simulate [options]

Runs the production state machines in simulated time, with faults, and checks every bit of the weights.

  --seeds=N        schedules to run (default 1000)
  --first-seed=N   the first of them (default 1)
  --seed=N         run only this one
  --trace          with --seed: print its options and every event with its simulated time
  --threads=N      threads (default: all cores)
  --record         write the transitions that were taken to transitions.json (needs 1000 schedules)
  --json           print one line of JSON instead of tables
  --help           this text

Exits with 1 when a schedule violated a promise, with 2 when an option cannot be used.`;

export interface ReportSettings {
  firstSeed: number;
  seconds: number;
  threads: number;
  json: boolean;
}

const MOST_SHOWN = 10;

export function progressLine({ seeds, violations }: Tally, all: number, seconds: number): string {
  const rate = seeds / seconds;
  const left = rate > 0 ? `, ${Math.ceil((all - seeds) / rate)} s left` : '';
  return `simulate: ${seeds} of ${all} seeds, ${violations.length} violations, ${rate.toFixed(0)} seeds/s${left}`;
}

export function report(tally: Tally, snapshot: Snapshot, settings: ReportSettings): string {
  const { seeds, violations, events, simulatedMs, faults, transitions } = tally;
  const { never, unknown } = compare(snapshot, seeds, transitions);
  const wallS = Math.round(settings.seconds * 10) / 10;
  if (settings.json) {
    const { firstSeed, threads } = settings;
    const counts = { simulated_s: Math.round(simulatedMs / 1000), events, faults, transitions };
    const found = { never_taken: never, undeclared: unknown };
    return JSON.stringify({ first_seed: firstSeed, seeds, violations, wall_s: wallS, threads, ...counts, ...found });
  }
  const lines = [
    ...table('faults', faults),
    ...table('transitions of the machines', transitions),
    ...never.map((name) => `FINDING  never taken: ${name}`),
    ...unknown.map((name) => `FINDING  taken, but not in transitions.json: ${name}`),
    '',
    ...violations.slice(0, MOST_SHOWN).map(({ seed, message, atMs }) => {
      return `VIOLATION  seed ${seed} at ${atMs.toFixed(0)} ms: ${message}; replay it with --seed=${seed} --trace`;
    }),
    ...(violations.length > MOST_SHOWN ? [`and ${violations.length - MOST_SHOWN} more`] : []),
    `${events} events in ${Math.round(simulatedMs / 1000)} simulated seconds; ` +
      `${Object.keys(transitions).length} transitions taken, ${never.length} of ${snapshot.often.length} common ones never`,
    `seeds ${settings.firstSeed} to ${settings.firstSeed + seeds - 1}: ${seeds} schedules, ${violations.length} violations in ${wallS} s`,
  ];
  return lines.join('\n');
}

function table(title: string, counts: Counts): string[] {
  const names = Object.keys(counts).sort();
  return ['', `${title}:`, ...names.map((name) => `${String(counts[name]).padStart(12)}  ${name}`)];
}
