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
  RUN_OPTIONS,
  text,
  UsageError,
  type CommandLine,
  type OptionValues,
} from '@lockstep/cli';
import type { WireDtype } from '@lockstep/protocol';
import { TASK_OPTION, type TaskDefaults } from '@lockstep/task';

const WIRE_DTYPES = ['f32', 'bf16'] as const satisfies readonly WireDtype[];

/** The properties of a task that the options depend on. */
export interface TaskChoices {
  /** Names of the task's data sets. The first is the default. */
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
      help: 'folder with your own data files, with the names and in the format that the task expects',
      default: undefined,
      defaultText: 'the files of the data set',
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
      help: 'samples per step (the global batch)',
      default: defaults.batchSize,
      parse: integer(1, 65_536),
    },
    shards: {
      value: 'n',
      help: 'shards per global batch; determines the bits of the result, which do not depend on the number of workers',
      default: defaults.shards,
      parse: integer(1, 4096),
    },
    lr: { value: 'x', help: "Adam's learning rate", default: defaults.learningRate, parse: positiveNumber },
    seed: { value: 'n', help: 'key of all random numbers of the run', default: 0, parse: integer(0, 0xffff_ffff) },
    workers: {
      value: 'n',
      help: 'worker processes to start on this machine',
      default: undefined,
      defaultText: 'one per GPU, else min(cores, shards); none with --nats-url',
      parse: integer(0, 1024),
    },
    threads: {
      value: 'n',
      help: "threads of each worker's backend; determines the bits of the result",
      default: 1,
      parse: integer(1, 1024),
    },
    maxSteps: {
      value: 'n',
      help: 'steps after which the run ends, if its epochs have more',
      default: undefined,
      defaultText: 'all steps of the epochs',
      parse: integer(1, 1e9),
    },
    checkpointEvery: {
      value: 'steps',
      help: 'steps between two checkpoints; each epoch also ends with a checkpoint',
      default: 200,
      parse: integer(1, 1e9),
    },
    out: {
      value: 'dir',
      help: 'folder for all results of the run',
      default: undefined,
      defaultText: 'runs/<run id>',
      parse: text,
    },
    resume: {
      value: '[dir]',
      help: 'resume from the latest valid checkpoint in this run folder (without a value: in --out, or in the latest run in runs/)',
      default: undefined,
      defaultText: 'start a new run',
      parse: text as (value: string) => string | true,
    },
    standby: {
      help: 'follow the coordinator that leads a run on --nats-url, keep a copy of its state, and take over when it fails',
      default: false,
      parse: flag,
    },
    run: { ...RUN_OPTIONS.run, help: 'run to follow with --standby' },
    natsUrl: {
      value: 'url',
      help: 'use this NATS server, nats://[user:password@]host:port, and start no server, workers or sampler here; separate the servers of a cluster by commas',
      default: undefined,
      defaultText: 'a new server on loopback',
      parse: text,
    },
    ...NATS_SECRET_OPTIONS,
    natsPort: {
      value: 'port',
      help: 'port of the NATS server that the run starts',
      default: undefined,
      defaultText: 'a free port',
      parse: integer(1, 65_535),
    },
    wireDtype: {
      value: 'dtype',
      help: 'format of gradients and weights in messages: f32, or bf16, which halves the bytes and rounds the values; determines the bits of the result',
      default: 'f32' as WireDtype,
      parse: oneOf(...WIRE_DTYPES),
    },
    mixedNumerics: {
      help: 'admit workers whose gradients differ in bits; the result then depends on which worker computed which shard',
      default: false,
      parse: flag,
    },
    audit: {
      value: 'share',
      help: 'share of the gradient sums that a second worker computes again, to detect workers that report wrong gradients; 1 checks all',
      default: 0,
      parse: fraction,
    },
    chaos: {
      value: 'rate',
      help: 'kill, pause and slow down local workers during training: expected faults per step, from 0 to 1; the result stays the same',
      default: 0,
      parse: fraction,
    },
    chaosSeed: { value: 'n', help: 'key of the faults of --chaos', default: 0, parse: integer(0, 0xffff_ffff) },
    ...LOG_OPTIONS,
    json: { ...LOG_OPTIONS.json, help: 'print progress and logs as JSON lines' },
  };
}

type CoordinatorSpecs = ReturnType<typeof optionsOf>;

/** Returns the command line for a task. */
export function commandLineOf(choices: TaskChoices): CommandLine<CoordinatorSpecs> {
  return {
    name: 'coordinator',
    description: 'Trains a task with exact, elastic data-parallel workers, and draws figures of the result.',
    options: optionsOf(choices),
    epilogue: EPILOGUE,
  };
}

const EPILOGUE =
  'Examples:\n' +
  '  npx nx run coordinator:serve                      train with all processes on this machine\n' +
  '  npx nx run coordinator:serve --epochs=1 --seed=7  train for one epoch with another seed\n' +
  '  npx nx run coordinator:serve --resume             resume the latest run\n' +
  '  npx nx run coordinator:serve --chaos=0.1          kill, pause and slow down the local workers\n' +
  '  npx nx run coordinator:serve --standby --nats-url=nats://host:4222   take over a run when its coordinator fails\n' +
  'Ctrl-C stops after the current step with a checkpoint. A standby then takes over at once.';

export type CoordinatorConfig = OptionValues<CoordinatorSpecs>;

/** @throws UsageError for values that exclude each other */
export function checkConfig(config: CoordinatorConfig): void {
  checkStandby(config);
  if (config.batchSize < config.shards) {
    throw new UsageError(
      `--batch-size=${config.batchSize} cannot be cut into --shards=${config.shards}: give at least as many samples as shards`,
    );
  }
  if (config.workers === 0 && config.natsUrl === undefined) {
    throw new UsageError(
      '--workers=0 leaves nobody to compute: give 1 or more, or the --nats-url that other workers use',
    );
  }
  const secret = (['creds', 'tlsCa', 'tlsCert', 'tlsKey'] as const).find((key) => config[key] !== undefined);
  if (config.natsUrl === undefined && secret !== undefined) {
    throw new UsageError(
      `--${flagOf(secret)} requires --nats-url: give the URL of that NATS server, or omit the option`,
    );
  }
  if (config.natsUrl !== undefined && config.natsPort !== undefined) {
    throw new UsageError('--nats-port applies only to a NATS server that the run starts: omit it with --nats-url');
  }
  if (config.audit > 0 && config.workers === 1 && config.natsUrl === undefined) {
    throw new UsageError('--audit compares workers: give --workers=2 or more (a third worker can arbitrate)');
  }
  if (config.chaos > 0 && config.natsUrl !== undefined) {
    throw new UsageError('--chaos harms local workers, and --nats-url starts none: omit one of the two');
  }
}

function checkStandby({ standby, natsUrl, resume, run }: CoordinatorConfig): void {
  if (standby && natsUrl === undefined) {
    throw new UsageError(
      '--standby requires --nats-url (LOCKSTEP_NATS_URL): give the NATS server that the leading coordinator uses',
    );
  }
  if (standby && resume !== undefined) {
    throw new UsageError('--standby receives the state of the run from its coordinator: omit --resume');
  }
  if (!standby && run !== undefined) throw new UsageError('--run names the run of a --standby: give both, or neither');
}

/** Returns the number of workers to start on this machine. */
export function localWorkers(config: CoordinatorConfig, gpus: number): number {
  if (config.workers !== undefined) return config.workers;
  if (config.natsUrl !== undefined) return 0;
  return gpus > 0 ? gpus : Math.max(1, Math.min(Math.floor(availableParallelism() / config.threads), config.shards));
}
