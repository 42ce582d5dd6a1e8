import { sha256Hex } from '@lockstep/protocol';
import { describe, expect, it } from 'vitest';

import { CheckpointFormatError, ManifestError } from './errors.js';
import { encodeManifest, parseManifest } from './manifest.js';
import { sampleCheckpoint } from './testing/sample.js';

const DIGEST = { bytes: 3, sha256: 'a'.repeat(64) };
const FILES = { 'weights.safetensors': DIGEST, 'optimizer.safetensors': DIGEST };

function stateOf(step: number) {
  const { weights, m, v, ...state } = sampleCheckpoint(step);
  return state;
}

/** Returns the text of a manifest with some fields replaced and a valid checksum. */
function forged(changes: Record<string, unknown>): string {
  const { checksum, ...values } = JSON.parse(encodeManifest(stateOf(5), FILES)) as Record<string, unknown>;
  const changed = { ...values, ...changes };
  return JSON.stringify({ ...changed, checksum: sha256Hex(JSON.stringify(changed)) });
}

function parsedOrError(parse: () => unknown): unknown {
  try {
    return parse();
  } catch (error) {
    return error;
  }
}

describe('the manifest', () => {
  it.each([0, 3, 5])('of step %i is parsed exactly', (step) => {
    const state = stateOf(step);
    const text = encodeManifest(state, FILES);
    expect(parseManifest(text, 'manifest.json')).toStrictEqual({ format: 2, ...state, files: FILES });
    expect(encodeManifest(state, FILES)).toBe(text);
  });

  it('may have a different layout and unknown fields', () => {
    expect(parseManifest(forged({ comment: 'x' }), 'manifest.json')).toEqual({
      format: 2,
      ...stateOf(5),
      files: FILES,
    });
  });

  it('is refused when any of its bytes is changed or missing', () => {
    const bytes = Buffer.from(encodeManifest(stateOf(5), FILES));
    const parse = (text: Buffer) => () => parseManifest(text.toString(), 'manifest.json');
    const whole = parse(bytes)();
    let refused = 0;
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index] = bytes.readUInt8(index) ^ 1;
      // 4e-324 and 5e-324 are the same double, so a changed text that is not refused must have the same value.
      const result = parsedOrError(parse(changed));
      if (!(result instanceof ManifestError)) expect(result, `byte ${index}`).toEqual(whole);
      refused += result instanceof ManifestError ? 1 : 0;
      const cut = bytes.subarray(0, index);
      if (index < bytes.length - 1) expect(parse(cut), `cut to ${index}`).toThrow(ManifestError);
      else expect(parse(cut)()).toEqual(whole);
    }
    expect(refused).toBeGreaterThan(bytes.length - 4);
  });

  it.each([
    ['format', '1', /"format" should be 2, but is "1"/],
    ['run', '', /"run" should be a non-empty string, but is ""/],
    ['step', 5.5, /"step" should be an integer of at least 0, but is 5.5/],
    ['step', -1, /"step" should be/],
    ['epoch', '2', /"epoch" should be an integer.*but is "2"/],
    ['config', [], /"config" should be a JSON object, but is \[\]/],
    ['config', null, /"config" should be a JSON object, but is null/],
    ['schema_hash', 7, /"schema_hash" should be/],
    ['fingerprint', undefined, /"fingerprint" should be a non-empty string, but is missing/],
    ['data_position', 7, /"data_position" should be a JSON object/],
    ['data_position', { epoch: 2 }, /"data_position.step_in_epoch" should be an integer/],
    ['data_position', { epoch: 1, step_in_epoch: 1 }, /"data_position.epoch" is 1, but "epoch" is 2/],
    ['data_position', { epoch: 2, step_in_epoch: 6 }, /"data_position.step_in_epoch" is 6, which does not fit/],
    ['beta1_power', 1.5, /"beta1_power" should be a number from 0 to 1/],
    ['beta2_power', null, /"beta2_power" should be a number from 0 to 1, but is null/],
    ['epoch_loss_sum', null, /"epoch_loss_sum" should be a finite number, but is null/],
    ['epoch_losses', 'x', /"epoch_losses" should be a list of numbers/],
    ['epoch_losses', [1, null], /"epoch_losses\[1\]" should be a finite number, but is null/],
    ['epoch_losses', [1], /"epoch_losses" should have 2 numbers/],
    ['files', { 'weights.safetensors': DIGEST }, /"files" should be the files weights.safetensors, optimizer/],
    ['files', { ...FILES, '../x': DIGEST }, /"files" should be the files/],
    ['files', { ...FILES, 'weights.safetensors': { ...DIGEST, bytes: -1 } }, /"files.weights.safetensors.bytes"/],
    ['files', { ...FILES, 'weights.safetensors': { ...DIGEST, sha256: 'A' } }, /64 lower-case hexadecimal characters/],
  ])('is refused when %s is %j', (field, value, message) => {
    const parse = () => parseManifest(forged({ [field]: value }), 'some/manifest.json');
    expect(parse).toThrow(ManifestError);
    expect(parse).toThrow(message);
    expect(parse).toThrow(/^some\/manifest\.json /);
  });

  it('of another version is refused with a CheckpointFormatError unless it is damaged', () => {
    const text = forged({ format: 1, losses: [0.1, 0.2, 0.3, 0.4, 0.5] });
    expect(() => parseManifest(text, 'manifest.json')).toThrow(CheckpointFormatError);
    expect(() => parseManifest(text, 'manifest.json')).toThrow(
      'it has format 1, and this version of Lockstep reads format 2 only; resume the run with the version that wrote it',
    );
    expect(() => parseManifest(text.replace('0.4', '0.6'), 'manifest.json')).toThrow('"format" should be 2');
  });

  it.each(['', 'null', '[]', '7', '{"format":1', 'NaN'])('is refused when its text is %j', (text) => {
    expect(() => parseManifest(text, 'manifest.json')).toThrow(ManifestError);
  });

  it('is not encoded with values that could not be parsed again', () => {
    const encode = (changes: object) => () => encodeManifest({ ...stateOf(5), ...changes }, FILES);
    expect(encode({ epoch_losses: [1, NaN] })).toThrow(/"epoch_losses\[1\]" should be a finite number, but is NaN/);
    expect(encode({ epoch_loss_sum: Infinity })).toThrow(/"epoch_loss_sum" should be a finite number, but is Infinity/);
    expect(encode({ beta1_power: NaN })).toThrow(/"beta1_power" should be a number from 0 to 1, but is NaN/);
    expect(encode({ epoch_losses: [1] })).toThrow(ManifestError);
    expect(encode({ config: { rate: NaN } })).toThrow(/cannot express/);
    expect(encode({ config: { when: new Date(0) } })).toThrow(/cannot express/);
    expect(encode({ epoch: 0, epoch_losses: [], data_position: { epoch: 0, step_in_epoch: 4 } })).toThrow(
      /does not fit "step" 5/,
    );
  });
});
