/**
 * Encodes a checkpoint as the bytes of its three files and decodes it. folder.ts stores the files on disk, and store.ts stores them in
 * the object store.
 */
import { digestMismatch, digestOf } from './digest.js';
import { DamagedCheckpointError } from './errors.js';
import type { CheckpointState, Manifest } from './manifest.js';
import { encodeManifest, MANIFEST_FILE, OPTIMIZER_FILE, parseManifest, WEIGHTS_FILE } from './manifest.js';
import type { TensorData, Tensors } from './safetensors.js';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';

/** Everything that a run needs to resume: its state, the weights, and Adam's first and second moments. */
export interface Checkpoint extends CheckpointState {
  /** The model's parameters by name. */
  readonly weights: Tensors;
  /** Adam's first moments, with the names and shapes of `weights`. */
  readonly m: Tensors;
  /** Adam's second moments, with the names and shapes of `weights`. */
  readonly v: Tensors;
}

/** The bytes of a checkpoint's files by file name. */
export type CheckpointFiles = ReadonlyMap<string, Uint8Array>;

/** The files of a checkpoint in the order of writing. The manifest is last, because it contains the hashes of the others. */
export const CHECKPOINT_FILES = [WEIGHTS_FILE, OPTIMIZER_FILE, MANIFEST_FILE] as const;
export type CheckpointFile = (typeof CHECKPOINT_FILES)[number];

/** Returns the name of the checkpoint after `step` updates, such as `step-00000469`. */
export function checkpointName(step: number): string {
  return `step-${String(step).padStart(8, '0')}`;
}

/** Returns the step in a checkpoint's name, or undefined if `name` is not the name of a checkpoint. */
export function stepOfName(name: string): number | undefined {
  const step = Number(/^step-(\d{8,15})$/.exec(name)?.[1] ?? NaN);
  return checkpointName(step) === name ? step : undefined;
}

/**
 * Encodes a checkpoint as its three files. Equal checkpoints give equal bytes.
 * @throws CheckpointError when it could not be decoded again, such as for moments that do not fit the weights, or NaN losses
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
 * Decodes the files of a checkpoint after comparing their sizes and SHA-256 with the manifest.
 * @param where name of the checkpoint in errors
 * @throws CheckpointError when a file is missing, damaged or has a different layout
 */
export function decodeCheckpoint(files: CheckpointFiles, where: string): Checkpoint {
  const { format, files: digests, ...state } = decodeManifest(files, where);
  for (const [name, expected] of Object.entries(digests)) {
    const mismatch = digestMismatch(fileOf(files, name, where), expected);
    if (mismatch !== undefined)
      throw new DamagedCheckpointError(where, `${name} differs from the manifest: ${mismatch}`);
  }
  const weights = decodeSafetensors(fileOf(files, WEIGHTS_FILE, where), `${where}/${WEIGHTS_FILE}`);
  const moments = decodeSafetensors(fileOf(files, OPTIMIZER_FILE, where), `${where}/${OPTIMIZER_FILE}`);
  const m = withoutPrefix('m.', moments);
  const v = withoutPrefix('v.', moments);
  checkLayout(where, weights, { m, v });
  return { ...state, weights, m, v };
}

/** Decodes only the manifest of a checkpoint. @throws CheckpointError like {@link decodeCheckpoint} */
export function decodeManifest(files: CheckpointFiles, where: string): Manifest {
  const text = new TextDecoder().decode(fileOf(files, MANIFEST_FILE, where));
  return parseManifest(text, `${where}/${MANIFEST_FILE}`);
}

/** Returns a file of a checkpoint. @throws DamagedCheckpointError when it is missing */
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

/** Checks that Adam's moments have the names and shapes of the weights. */
function checkLayout(where: string, weights: Tensors, moments: Readonly<Record<string, Tensors>>): void {
  const expected = layoutOf(weights);
  for (const [kind, tensors] of Object.entries(moments)) {
    if (layoutOf(tensors) !== expected) {
      throw new DamagedCheckpointError(where, `names or shapes of Adam's ${kind} differ from those of the weights`);
    }
  }
}

function layoutOf(tensors: Tensors): string {
  const shapes = Object.entries(tensors).map(([name, { shape }]) => JSON.stringify([name, shape]));
  return shapes.sort().join();
}
