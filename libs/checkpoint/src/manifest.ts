/**
 * The manifest of a checkpoint: everything except tensors, as readable JSON.
 *
 * Numbers are exact, because JSON.stringify writes the shortest text that parses to the same double. The manifest contains the hashes of
 * the other files, and a `checksum` over its own other fields, which detects any change of the manifest.
 */
import { isDeepStrictEqual } from 'node:util';

import { sha256Hex } from '@lockstep/protocol';

import type { FileDigest } from './digest.js';
import { CheckpointFormatError, ManifestError } from './errors.js';
import type { Refuse } from './fields.js';
import { Fields, isCount, parseObject, show } from './fields.js';

/** The names of a checkpoint's files. */
export const WEIGHTS_FILE = 'weights.safetensors';
export const OPTIMIZER_FILE = 'optimizer.safetensors';
export const MANIFEST_FILE = 'manifest.json';

/** Format 1 contained the loss of every step. */
const FORMAT = 2;
const MAX_MANIFEST_LENGTH = 64 * 1024 * 1024;

/** The state of a run without its tensors. */
export interface CheckpointState {
  /** The run's id. */
  readonly run: string;
  /** Number of updates applied, which is the version of the weights. */
  readonly step: number;
  /** Number of epochs completed. */
  readonly epoch: number;
  /** The part of the run's config that affects its results; plain JSON. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Hash of the ordered list of (parameter name, shape, dtype). */
  readonly schema_hash: string;
  /** The fingerprint of the run's workers. */
  readonly fingerprint: string;
  /** The next step to compute: its epoch, which equals `epoch`, and the number of completed steps of that epoch. */
  readonly data_position: { readonly epoch: number; readonly step_in_epoch: number };
  /** The running products of Adam's betas after `step` updates. */
  readonly beta1_power: number;
  readonly beta2_power: number;
  /** Sum of loss times samples over the steps of the current epoch, in the order of the steps. */
  readonly epoch_loss_sum: number;
  /** The mean loss of every completed epoch; the list has `epoch` elements. */
  readonly epoch_losses: readonly number[];
}

/** The content of manifest.json. */
export interface Manifest extends CheckpointState {
  readonly format: typeof FORMAT;
  /** Size and SHA-256 of weights.safetensors and optimizer.safetensors. */
  readonly files: Readonly<Record<string, FileDigest>>;
}

/**
 * Encodes the manifest of `state` with one field per line. Equal states give equal text.
 * @throws ManifestError when the state could not be parsed again: a NaN, a list of the wrong length, a config that is not JSON
 */
export function encodeManifest(state: CheckpointState, files: Readonly<Record<string, FileDigest>>): string {
  const refuse = refusal(`The manifest of step ${state.step}, to be written,`);
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(state.config)), state.config)) {
    throw refuse('"config" contains a value that JSON cannot express (undefined, NaN, -0, a class instance, ...)');
  }
  const manifest = checkedManifest({ ...state, format: FORMAT, files }, refuse);
  const fields = Object.entries({ ...manifest, checksum: checksumOf(manifest) });
  return `{\n${fields.map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(',\n')}\n}\n`;
}

/**
 * Parses a manifest and validates every field. Unknown fields are part of the checksum but not of the result.
 * @param where name of the file in errors
 * @throws ManifestError for an invalid field or checksum
 * @throws CheckpointFormatError for an undamaged manifest of another version of Lockstep
 */
export function parseManifest(text: string, where: string): Manifest {
  const refuse = refusal(where);
  const { checksum, ...values } = parseObject(text, MAX_MANIFEST_LENGTH, refuse);
  const isIntact = checksum === checksumOf(values);
  const { format } = values;
  if (isIntact && isCount(format) && format !== FORMAT) throw new CheckpointFormatError(where, format, FORMAT);
  const manifest = checkedManifest(values, refuse);
  if (!isIntact) {
    throw refuse(`its checksum ${show(checksum)} does not match its content: it was changed after it was written`);
  }
  return manifest;
}

function refusal(where: string): Refuse {
  return (problem, cause) => new ManifestError(where, problem, { cause });
}

/** Returns a hash that depends on the order of the fields, which parsing preserves, but not on whitespace. */
function checksumOf(values: object): string {
  return sha256Hex(JSON.stringify(values));
}

/** Returns the known fields of a manifest in their fixed order. */
function checkedManifest(values: Record<string, unknown>, refuse: Refuse): Manifest {
  if (values['format'] !== FORMAT) throw refuse(`"format" should be ${FORMAT}, but is ${show(values['format'])}`);
  const fields = new Fields(values, refuse);
  const step = fields.count('step');
  const epoch = fields.count('epoch');
  return {
    format: FORMAT,
    run: fields.text('run'),
    step,
    epoch,
    config: fields.record('config'),
    schema_hash: fields.text('schema_hash'),
    fingerprint: fields.text('fingerprint'),
    data_position: checkedPosition(fields.nested('data_position'), step, epoch, refuse),
    beta1_power: fields.fraction('beta1_power'),
    beta2_power: fields.fraction('beta2_power'),
    epoch_loss_sum: fields.finiteNumber('epoch_loss_sum'),
    epoch_losses: fields.finiteNumbers('epoch_losses', epoch, 'one per completed epoch'),
    files: fields.digests('files', [WEIGHTS_FILE, OPTIMIZER_FILE]),
  };
}

function checkedPosition(fields: Fields, step: number, epoch: number, refuse: Refuse): Manifest['data_position'] {
  const position = { epoch: fields.count('epoch'), step_in_epoch: fields.count('step_in_epoch') };
  if (position.epoch !== epoch) {
    throw refuse(`"data_position.epoch" is ${position.epoch}, but "epoch" is ${epoch}`);
  }
  if (position.step_in_epoch > step || (epoch === 0 && position.step_in_epoch !== step)) {
    throw refuse(`"data_position.step_in_epoch" is ${position.step_in_epoch}, which does not fit "step" ${step}`);
  }
  return position;
}
