/**
 * The manifest: everything about a checkpoint that is not a tensor, as JSON that a person can read.
 *
 * Numbers survive exactly, as JSON prints the shortest text that reads back as the same double. A `checksum` over all
 * other fields makes a changed character visible: the files are guarded by their hashes in the manifest, the manifest by this.
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

/** Format 1 held the loss of every step. */
const FORMAT = 2;
const MAX_MANIFEST_LENGTH = 64 * 1024 * 1024;

/** Where a run stands, apart from its tensors. */
export interface CheckpointState {
  /** The run's id. */
  readonly run: string;
  /** Number of updates applied, which is the version of the weights. */
  readonly step: number;
  /** Number of epochs completed. */
  readonly epoch: number;
  /** The part of the run's config that its numbers depend on; plain JSON. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Hash of the ordered (parameter name, shape, dtype). */
  readonly schema_hash: string;
  /** The numerics' fingerprint that the run was computed with. */
  readonly fingerprint: string;
  /** The next step to compute: its epoch (equal to `epoch`) and how many steps of that epoch are done. */
  readonly data_position: { readonly epoch: number; readonly step_in_epoch: number };
  /** The running products of Adam's betas after `step` updates. */
  readonly beta1_power: number;
  readonly beta2_power: number;
  /** Sum of loss times samples over the steps of the current epoch, in the order of the steps. */
  readonly epoch_loss_sum: number;
  /** The average loss of every completed epoch; `epoch` of them. */
  readonly epoch_losses: readonly number[];
}

/** The content of manifest.json. */
export interface Manifest extends CheckpointState {
  readonly format: typeof FORMAT;
  /** Size and SHA-256 of weights.safetensors and optimizer.safetensors. */
  readonly files: Readonly<Record<string, FileDigest>>;
}

/**
 * Encodes the manifest of `state`, one field a line. Equal states give equal text.
 * @throws ManifestError when the state could not be read back: a NaN, a list of the wrong length, a config that is not JSON
 */
export function encodeManifest(state: CheckpointState, files: Readonly<Record<string, FileDigest>>): string {
  const refuse = refusal(`The manifest of step ${state.step}, to be written,`);
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(state.config)), state.config)) {
    throw refuse('"config" holds something that JSON cannot express (undefined, NaN, -0, a class instance ...)');
  }
  const manifest = assemble(checkedParts({ ...state, format: FORMAT, files }, refuse));
  const fields = Object.entries({ ...manifest, checksum: checksumOf(manifest) });
  return `{\n${fields.map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(',\n')}\n}\n`;
}

/**
 * Reads a manifest and checks every field of it. Fields that it does not know are part of the checksum, but not returned.
 * @param where the file's name in errors
 * @throws ManifestError naming the field, what was expected and what was found
 * @throws CheckpointFormatError for a manifest of another version that is as it was written
 */
export function parseManifest(text: string, where: string): Manifest {
  return assemble(parseManifestParts(text, where));
}

/** A manifest's content, apart into what is the run's state and what vouches for the files. */
export interface ManifestParts {
  readonly state: CheckpointState;
  readonly files: Manifest['files'];
}

/** Like parseManifest. */
export function parseManifestParts(text: string, where: string): ManifestParts {
  const refuse = refusal(where);
  const { checksum, ...values } = parseObject(text, MAX_MANIFEST_LENGTH, refuse);
  const isIntact = checksum === checksumOf(values);
  const { format } = values;
  if (isIntact && isCount(format) && format !== FORMAT) throw new CheckpointFormatError(where, format, FORMAT);
  const parts = checkedParts(values, refuse);
  if (!isIntact) {
    throw refuse(`its checksum ${show(checksum)} does not match its content: it was changed after it was written`);
  }
  return parts;
}

function assemble({ state, files }: ManifestParts): Manifest {
  return { format: FORMAT, ...state, files };
}

function refusal(where: string): Refuse {
  return (problem, cause) => new ManifestError(where, problem, { cause });
}

/** Independent of whitespace, but not of the order of the fields, which parsing preserves. */
function checksumOf(values: object): string {
  return sha256Hex(JSON.stringify(values));
}

function checkedParts(values: Record<string, unknown>, refuse: Refuse): ManifestParts {
  if (values['format'] !== FORMAT) throw refuse(`"format" should be ${FORMAT}, but is ${show(values['format'])}`);
  const fields = new Fields(values, refuse);
  const step = fields.count('step');
  const epoch = fields.count('epoch');
  const state = {
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
    epoch_losses: fields.finiteNumbers('epoch_losses', epoch, 'one a completed epoch'),
  };
  return { state, files: fields.digests('files', [WEIGHTS_FILE, OPTIMIZER_FILE]) };
}

function checkedPosition(fields: Fields, step: number, epoch: number, refuse: Refuse): Manifest['data_position'] {
  const position = { epoch: fields.count('epoch'), step_in_epoch: fields.count('step_in_epoch') };
  if (position.epoch !== epoch) {
    throw refuse(`"data_position.epoch" is ${position.epoch}, but "epoch" says that ${epoch} epochs are completed`);
  }
  if (position.step_in_epoch > step || (epoch === 0 && position.step_in_epoch !== step)) {
    throw refuse(`"data_position.step_in_epoch" is ${position.step_in_epoch}, which does not fit "step" ${step}`);
  }
  return position;
}
