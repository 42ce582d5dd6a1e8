/** The same work in PyTorch: runs the scripts in peers/ and reads what they measured. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeSafetensors } from '@lockstep/checkpoint';
import { BASIC_UNET } from '@lockstep/model';
import { ProgramFailedError } from './errors.js';
import { PEERS } from './peer-environment.js';
import { parsePeerExchange, parsePeerTraining, type PeerExchange, type PeerTraining } from './peer-result.js';
import { Running } from './running.js';

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

/** Writes the weights with which a run of this seed begins, as PyTorch names and lays them out. */
export async function writeInitialWeights(path: string, seed: number): Promise<void> {
  const values = BASIC_UNET.toTensors(BASIC_UNET.initialWeights(seed));
  const tensors = BASIC_UNET.specs.map(({ name, shape }) => [name, { shape, data: values.get(name)! }] as const);
  await writeFile(path, encodeSafetensors(Object.fromEntries(tensors)));
}

/** Trains with DistributedDataParallel. @throws ProgramFailedError, PeerResultError */
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

/** All-reduces a gradient over gloo and applies Adam in each process. @throws ProgramFailedError, PeerResultError */
export async function measurePeerExchange(config: PeerExchangeConfig, place: PeerPlace): Promise<PeerExchange> {
  const { workers, sizesBytes, rounds } = config;
  const args = [`--world-size=${workers}`, `--sizes-bytes=${sizesBytes.join(',')}`, `--rounds=${rounds}`];
  return parsePeerExchange(await lastLineOf('exchange.py', args, place), config);
}

/** Runs a script to its end; its result is the last line that begins as an object does. */
async function lastLineOf(script: string, args: readonly string[], { python, signal }: PeerPlace): Promise<string> {
  const program = new Running(`the peer ${script}`, python, [join(PEERS, script), ...args], {
    cwd: PEERS,
    // The checkout may be read-only, and holds sources only.
    env: { PYTHONDONTWRITEBYTECODE: '1' },
    signal,
  });
  const how = await program.ended;
  signal.throwIfAborted();
  const line = program.lastLines.findLast((line) => line.startsWith('{'));
  if (how !== 'ended with exit code 0' || line === undefined) {
    throw new ProgramFailedError(`the peer ${script}`, how, program.lastLines);
  }
  return line;
}
