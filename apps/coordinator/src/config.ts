/** Options of `coordinator:serve`. */
import { availableParallelism } from 'node:os';
import {
  flag,
  flagOf,
  fraction,
  integer,
  LOG_OPTIONS,
  NATS_SECRET_OPTIONS,
  oneOf,
  positiveNumber,
  text,
  UsageError,
  type CommandLine,
  type LogSpecs,
  type NatsSecretSpecs,
  type OptionSpec,
  type OptionValues,
} from '@lockstep/cli';
import type { WireDtype } from '@lockstep/protocol';
import { TASK_OPTION, type TaskDefaults } from '@lockstep/task';

const WIRE_DTYPES = ['f32', 'bf16'] as const satisfies readonly WireDtype[];

/** What the options take from a task. */
export interface TaskChoices {
  /** Names of its data sets; the first is the default. */
  datasets: readonly [string, ...string[]];
  defaults: TaskDefaults;
}

function optionsOf({ datasets, defaults }: TaskChoices) {
  return {
    task: TASK_OPTION,
    dataset: {
      value: 'name',
      help: `data set of the task: ${datasets.join(' or ')}`,
      default: datasets[0],
      parse: oneOf(...datasets),
    },
    dataDir: {
      value: 'dir',
      help: 'folder with data files of your own, with the names and in the format that the task expects',
      default: undefined,
      defaultText: "the data set's own files",
      parse: text,
    },
    epochs: {
      value: 'n',
      help: 'passes over the training samples',
      default: defaults.epochs,
      parse: integer(1, 100_000),
    },
    batchSize: {
      value: 'n',
      help: 'samples of one step (the global batch)',
      default: defaults.batchSize,
      parse: integer(1, 65_536),
    },
    shards: {
      value: 'n',
      help: 'shards that each batch is cut into; fixes the bits, whatever the number of workers',
      default: defaults.shards,
      parse: integer(1, 4096),
    },
    lr: { value: 'x', help: "Adam's learning rate", default: defaults.learningRate, parse: positiveNumber },
    seed: { value: 'n', help: 'keys every random number of the run', default: 0, parse: integer(0, 0xffff_ffff) },
    workers: {
      value: 'n',
      help: 'worker processes to start here',
      default: undefined,
      defaultText: 'one per GPU, else min(cores, shards); none with --nats-url',
      parse: integer(0, 1024),
    },
    threads: {
      value: 'n',
      help: 'threads of every worker that share one kernel; part of what makes the bits',
      default: 1,
      parse: integer(1, 1024),
    },
    maxSteps: {
      value: 'n',
      help: 'stop after so many steps',
      default: undefined,
      defaultText: 'all of the epochs',
      parse: integer(1, 1e9),
    },
    checkpointEvery: {
      value: 'steps',
      help: 'steps between two checkpoints; one is made after each epoch as well',
      default: 200,
      parse: integer(1, 1e9),
    },
    out: {
      value: 'dir',
      help: 'folder for everything that the run leaves',
      default: undefined,
      defaultText: 'runs/<run id>',
      parse: text,
    },
    resume: {
      value: '[dir]',
      help: 'go on from the latest valid checkpoint of this run folder (without a value: of --out, or of the latest run in runs/)',
      default: undefined,
      defaultText: 'start anew',
      parse: text,
    },
    standby: {
      help: 'wait beside the coordinator that leads a run on --nats-url, hold all that it has reached, and take over when it is gone',
      default: false,
      parse: flag,
    },
    run: {
      value: 'id',
      help: 'run to stand by for',
      default: undefined,
      defaultText: 'the one that answers first',
      parse: text,
    },
    natsUrl: {
      value: 'url',
      help: 'use this NATS server, nats://[user:password@]host:port, and start no server, workers or sampler here; several of a cluster separated by commas',
      default: undefined,
      defaultText: 'a server of our own on loopback',
      parse: text,
    },
    ...NATS_SECRET_OPTIONS,
    natsPort: {
      value: 'port',
      help: 'port of our own NATS server',
      default: undefined,
      defaultText: 'a free one',
      parse: integer(1, 65_535),
    },
    wireDtype: {
      value: 'dtype',
      help: 'how gradients and weights travel: f32, or bf16, which takes half the bytes and rounds them; part of what makes the bits',
      default: 'f32',
      parse: oneOf(...WIRE_DTYPES),
    },
    mixedNumerics: {
      help: 'admit workers whose gradients differ in bits; the result then depends on who computed what',
      default: false,
      parse: flag,
    },
    audit: {
      value: 'share',
      help: 'share of the partial gradients that a second worker computes again, to catch one that lies: 0.01 is a sampling check, 1 checks all',
      default: 0,
      parse: fraction,
    },
    chaos: {
      value: 'rate',
      help: 'harm our own workers while they train (kill, pause, slow down): expected faults per step, from 0 to 1; the result is the same',
      default: 0,
      parse: fraction,
    },
    chaosSeed: { value: 'n', help: 'keys who is harmed when', default: 0, parse: integer(0, 0xffff_ffff) },
    ...LOG_OPTIONS,
    json: { ...LOG_OPTIONS.json, help: 'print progress and logs as JSON lines' },
  } satisfies NatsSecretSpecs &
    LogSpecs & {
      task: OptionSpec<string>;
      dataset: OptionSpec<string>;
      dataDir: OptionSpec<string | undefined>;
      epochs: OptionSpec<number>;
      batchSize: OptionSpec<number>;
      shards: OptionSpec<number>;
      lr: OptionSpec<number>;
      seed: OptionSpec<number>;
      workers: OptionSpec<number | undefined>;
      threads: OptionSpec<number>;
      maxSteps: OptionSpec<number | undefined>;
      checkpointEvery: OptionSpec<number>;
      out: OptionSpec<string | undefined>;
      resume: OptionSpec<string | true | undefined>;
      standby: OptionSpec<boolean>;
      run: OptionSpec<string | undefined>;
      natsUrl: OptionSpec<string | undefined>;
      natsPort: OptionSpec<number | undefined>;
      wireDtype: OptionSpec<WireDtype>;
      mixedNumerics: OptionSpec<boolean>;
      audit: OptionSpec<number>;
      chaos: OptionSpec<number>;
      chaosSeed: OptionSpec<number>;
    };
}

type CoordinatorSpecs = ReturnType<typeof optionsOf>;

/** The command line of a run of the task. */
export function commandLineOf(choices: TaskChoices): CommandLine<CoordinatorSpecs> {
  return {
    name: 'coordinator',
    description: 'Trains a task with exact, elastic data-parallel workers, and ends with pictures.',
    options: optionsOf(choices),
    epilogue: EPILOGUE,
  };
}

const EPILOGUE =
  'Examples:\n' +
  '  npx nx run coordinator:serve                      trains with everything on this machine\n' +
  '  npx nx run coordinator:serve --epochs=1 --seed=7  another run\n' +
  '  npx nx run coordinator:serve --resume             goes on where the latest run stopped\n' +
  '  npx nx run coordinator:serve --chaos=0.1          kills, pauses and slows down its own workers meanwhile\n' +
  '  npx nx run coordinator:serve --standby --nats-url=nats://host:4222   goes on with a run whose coordinator dies\n' +
  'Ctrl-C stops at the last step and leaves a checkpoint; a standby goes on at once.';

export type CoordinatorConfig = OptionValues<CoordinatorSpecs>;

/** @throws UsageError for values that are fine each but not together */
export function checkConfig(config: CoordinatorConfig): void {
  checkStandby(config);
  if (config.batchSize < config.shards) {
    throw new UsageError(
      `--batch-size=${config.batchSize} cannot be cut into --shards=${config.shards}: give at least as many samples as shards`,
    );
  }
  if (config.workers === 0 && config.natsUrl === undefined) {
    throw new UsageError(
      '--workers=0 leaves nobody to compute: give 1 or more, or a --nats-url where workers of other machines join',
    );
  }
  const secret = (['creds', 'tlsCa', 'tlsCert', 'tlsKey'] as const).find((key) => config[key] !== undefined);
  if (config.natsUrl === undefined && secret !== undefined) {
    throw new UsageError(
      `--${flagOf(secret)} is for a NATS server that others have started: give its --nats-url, or leave it out`,
    );
  }
  if (config.natsUrl !== undefined && config.natsPort !== undefined) {
    throw new UsageError('--nats-port is for a server of our own: leave it out with --nats-url');
  }
  if (config.audit > 0 && config.workers === 1 && config.natsUrl === undefined) {
    throw new UsageError(
      '--audit compares workers, and --workers=1 leaves nobody to compare with: give 2 or more (3 can arbitrate)',
    );
  }
  if (config.chaos > 0 && config.natsUrl !== undefined) {
    throw new UsageError('--chaos harms workers of our own, and with --nats-url there are none: leave one of them out');
  }
}

function checkStandby({ standby, natsUrl, resume, run }: CoordinatorConfig): void {
  if (standby && natsUrl === undefined) {
    throw new UsageError(
      '--standby waits beside another coordinator: give the --nats-url (LOCKSTEP_NATS_URL) of the NATS server that both use',
    );
  }
  if (standby && resume !== undefined) {
    throw new UsageError('--standby takes what the run has reached from its coordinator: leave --resume out');
  }
  if (!standby && run !== undefined) throw new UsageError('--run says whose --standby this is: give both, or neither');
}

/** Workers to start on this machine. */
export function localWorkers(config: CoordinatorConfig, gpus: number): number {
  if (config.workers !== undefined) return config.workers;
  if (config.natsUrl !== undefined) return 0;
  return gpus > 0 ? gpus : Math.max(1, Math.min(Math.floor(availableParallelism() / config.threads), config.shards));
}
