/**
 * A checkpoint as a value, and as the bytes of its three files. Where the files lie is the business of folder.ts (disk)
 * and store.ts (object store).
 */
import { digestMismatch, digestOf } from './digest.js';
import { DamagedCheckpointError } from './errors.js';
import type { CheckpointState, Manifest } from './manifest.js';
import {
  encodeManifest,
  MANIFEST_FILE,
  OPTIMIZER_FILE,
  parseManifest,
  parseManifestParts,
  WEIGHTS_FILE,
} from './manifest.js';
import type { TensorData, Tensors } from './safetensors.js';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';

/** Everything that a run needs to go on: its state, the weights, and Adam's first and second moments. */
export interface Checkpoint extends CheckpointState {
  /** The model's parameters by name. */
  readonly weights: Tensors;
  /** Adam's first moments: the names and shapes of `weights`. */
  readonly m: Tensors;
  /** Adam's second moments: the names and shapes of `weights`. */
  readonly v: Tensors;
}

/** The content of a checkpoint's files by file name. */
export type CheckpointFiles = ReadonlyMap<string, Uint8Array>;

/** The files of a checkpoint, in the order in which they are written: the manifest, which vouches for the others, last. */
export const CHECKPOINT_FILES = [WEIGHTS_FILE, OPTIMIZER_FILE, MANIFEST_FILE] as const;
export type CheckpointFile = (typeof CHECKPOINT_FILES)[number];

/** The name of the checkpoint after `step` updates: `step-00000469`. */
export function checkpointName(step: number): string {
  return `step-${String(step).padStart(8, '0')}`;
}

/** The step of a checkpoint's name; undefined when it is not such a name. */
export function stepOfName(name: string): number | undefined {
  const step = Number(/^step-(\d{8,15})$/.exec(name)?.[1] ?? NaN);
  return checkpointName(step) === name ? step : undefined;
}

/**
 * Encodes a checkpoint as its three files. Equal checkpoints give equal bytes.
 * @throws CheckpointError when it could not be read back: moments that do not fit the weights, a NaN among the losses ...
 */
export function encodeCheckpoint(checkpoint: Checkpoint): Map<string, Uint8Array> {
  const { weights, m, v, ...state } = checkpoint;
  checkLayout(`of step ${state.step}, to be written,`, weights, { m, v });
  const weightBytes = encodeSafetensors(weights);
  const optimizerBytes = encodeSafetensors({ ...withPrefix('m.', m), ...withPrefix('v.', v) });
  const files = { [WEIGHTS_FILE]: digestOf(weightBytes), [OPTIMIZER_FILE]: digestOf(optimizerBytes) };
  return new Map([
    [WEIGHTS_FILE, weightBytes],
    [OPTIMIZER_FILE, optimizerBytes],
    [MANIFEST_FILE, Buffer.from(encodeManifest(state, files))],
  ]);
}

/**
 * Decodes a checkpoint's files after comparing their sizes and SHA-256 with the manifest.
 * @param where the checkpoint's name in errors
 * @throws CheckpointError naming the file and what is wrong with it
 */
export function decodeCheckpoint(files: CheckpointFiles, where: string): Checkpoint {
  const { state, files: digests } = parseManifestParts(manifestText(files, where), `${where}/${MANIFEST_FILE}`);
  for (const [name, expected] of Object.entries(digests)) {
    const mismatch = digestMismatch(fileOf(files, name, where), expected);
    if (mismatch !== undefined) throw new DamagedCheckpointError(where, `${name} is not the file it was: ${mismatch}`);
  }
  const weights = decodeSafetensors(fileOf(files, WEIGHTS_FILE, where), `${where}/${WEIGHTS_FILE}`);
  const moments = decodeSafetensors(fileOf(files, OPTIMIZER_FILE, where), `${where}/${OPTIMIZER_FILE}`);
  const m = withoutPrefix('m.', moments);
  const v = withoutPrefix('v.', moments);
  checkLayout(where, weights, { m, v });
  return { ...state, weights, m, v };
}

/** Reads only the manifest among a checkpoint's files. Throws like decodeCheckpoint. */
export function decodeManifest(files: CheckpointFiles, where: string): Manifest {
  return parseManifest(manifestText(files, where), `${where}/${MANIFEST_FILE}`);
}

function manifestText(files: CheckpointFiles, where: string): string {
  return new TextDecoder().decode(fileOf(files, MANIFEST_FILE, where));
}

/** One of a checkpoint's files. Throws DamagedCheckpointError when it is missing. */
export function fileOf(files: CheckpointFiles, name: string, where: string): Uint8Array {
  const bytes = files.get(name);
  if (bytes === undefined) throw new DamagedCheckpointError(where, `${name} is missing`);
  return bytes;
}

function withPrefix(prefix: string, tensors: Tensors): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [prefix + name, tensor]));
}

function withoutPrefix(prefix: string, tensors: Tensors): Record<string, TensorData> {
  const own = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}

/** Adam's moments must have the names and shapes of the weights. */
function checkLayout(where: string, weights: Tensors, moments: Readonly<Record<string, Tensors>>): void {
  const expected = layoutOf(weights);
  for (const [kind, tensors] of Object.entries(moments)) {
    if (layoutOf(tensors) !== expected) {
      throw new DamagedCheckpointError(where, `names or shapes of Adam's ${kind} are not those of the weights`);
    }
  }
}

function layoutOf(tensors: Tensors): string {
  const shapes = Object.entries(tensors).map(([name, { shape }]) => JSON.stringify([name, shape]));
  return shapes.sort().join();
}
