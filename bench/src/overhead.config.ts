/** Options of `bench:overhead`. */
import { defineCommandLine, text, type OptionValues } from '@lockstep/cli';
import { CLUSTER_OPTIONS } from './config.js';

/** The main job before leases went by speed, results were audited and a standby could follow. */
const BEFORE = 'cf88cd3';

const options = {
  ...CLUSTER_OPTIONS,
  base: { value: 'commit', help: 'commit to measure against', default: BEFORE, parse: text },
  audit: {
    value: 'share',
    help: "share of the shards that the newer one audits, as coordinator:serve takes it; none: that program's default",
    default: '0.01',
    parse: text,
  },
};

export const COMMAND_LINE = defineCommandLine({
  name: 'overhead.bench',
  description:
    'Measures the images per second of the default job against those of an earlier commit, in turn: what leases by speed, ' +
    'audits and exact sums cost.',
  options,
  epilogue:
    'The last line on standard output is the result as JSON: medians, and the value of every round.\n' +
    'Nothing else should run on the machine. bench/README.md says what is compared and why that is fair.\n' +
    'Examples:\n' +
    '  npx nx run bench:overhead                        about 6 minutes on 2 cores\n' +
    '  npx nx run bench:overhead --rounds=1 --steps=20  a quick look',
});

export type OverheadBenchConfig = OptionValues<typeof options>;
