/** Runs the PyTorch scripts in peers/, which do the same work, and reads their results. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeSafetensors } from '@lockstep/checkpoint';
import { BASIC_UNET } from '@lockstep/model';
import { PEERS } from './peer-environment.js';
import { parsePeerExchange, parsePeerTraining, type PeerExchange, type PeerTraining } from './peer-result.js';
import { Program } from './program.js';

export interface PeerPlace {
  /** The Python of the peers' environment. */
  python: string;
  signal: AbortSignal;
}

export interface PeerTrainingConfig {
  workers: number;
  threads: number;
  steps: number;
  warmUp: number;
  batch: number;
  trainImagesPath: string;
  initialWeightsPath: string;
}

/** Writes the initial weights of a run with this seed, with PyTorch's names and layout. */
export async function writeInitialWeights(path: string, seed: number): Promise<void> {
  const values = BASIC_UNET.toTensors(BASIC_UNET.initialWeights(seed));
  const tensors = BASIC_UNET.specs.map(({ name, shape }) => [name, { shape, data: values.get(name)! }] as const);
  await writeFile(path, encodeSafetensors(Object.fromEntries(tensors)));
}

/**
 * Trains with DistributedDataParallel.
 * @throws ProgramFailedError, PeerResultError
 */
export async function measurePeerTraining(config: PeerTrainingConfig, place: PeerPlace): Promise<PeerTraining> {
  const { workers, threads, steps, warmUp, batch, trainImagesPath, initialWeightsPath } = config;
  const sizes = [`--world-size=${workers}`, `--threads=${threads}`, `--batch=${batch}`];
  const span = [`--steps=${steps}`, `--warm-up=${warmUp}`];
  const files = [`--data=${trainImagesPath}`, `--initial-weights=${initialWeightsPath}`];
  return parsePeerTraining(await lastLineOf('train.py', [...sizes, ...span, ...files], place), config);
}

export interface PeerExchangeConfig {
  workers: number;
  sizesBytes: readonly number[];
  rounds: number;
}

/**
 * All-reduces a gradient over gloo and applies Adam in each process.
 * @throws ProgramFailedError, PeerResultError
 */
export async function measurePeerExchange(config: PeerExchangeConfig, place: PeerPlace): Promise<PeerExchange> {
  const { workers, sizesBytes, rounds } = config;
  const args = [`--world-size=${workers}`, `--sizes-bytes=${sizesBytes.join(',')}`, `--rounds=${rounds}`];
  return parsePeerExchange(await lastLineOf('exchange.py', args, place), config);
}

/** Runs a script to its end. Its result is the last line that begins with a brace. */
async function lastLineOf(script: string, args: readonly string[], { python, signal }: PeerPlace): Promise<string> {
  const program = new Program(`the peer ${script}`, python, [join(PEERS, script), ...args], {
    cwd: PEERS,
    // The checkout may be read-only.
    env: { PYTHONDONTWRITEBYTECODE: '1' },
    signal,
  });
  const how = await program.ended;
  signal.throwIfAborted();
  const line = program.lastLines.findLast((line) => line.startsWith('{'));
  if (how !== 'ended with exit code 0' || line === undefined) {
    throw program.failure(how);
  }
  return line;
}
