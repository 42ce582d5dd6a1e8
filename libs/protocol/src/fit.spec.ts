import { describe, expect, it } from 'vitest';
import { decodeCoordinatorMessage } from './decode-coordinator.js';
import { encodeCoordinatorMessage } from './encode.js';
import { UnfitError } from './errors.js';
import { checkFit } from './fit.js';
import { PROTOCOL_VERSION } from './limits.js';
import { COORDINATOR_BODIES, fromCoordinator } from './testing/messages.js';

const info = { ...COORDINATOR_BODIES.runInfo, protocolVersion: PROTOCOL_VERSION };
const { task, schemaHash, parameterCount } = info;
const member = { program: 'worker', task, schemaHash, parameterCount };

it('refuses with the version a run of another protocol version whose message does not decode', () => {
  const later = encodeCoordinatorMessage(fromCoordinator({ ...info, protocolVersion: PROTOCOL_VERSION + 1, task: '' }));
  expect(() => decodeCoordinatorMessage(later)).toThrow(
    /the run \S+ uses protocol version \d+, this program \d+: install/,
  );
  const same = encodeCoordinatorMessage(fromCoordinator({ ...info, task: '' }));
  expect(() => decodeCoordinatorMessage(same)).toThrow('malformed message: run_info.task');
});

describe('checkFit', () => {
  it('accepts the same protocol version, task and model', () => {
    expect(() => checkFit(info, member)).not.toThrow();
  });

  it.each([
    ['protocol version', { protocolVersion: 1 }, /uses protocol version 1, this worker \d+: install/],
    ['task', { task: 'other' }, /trains the task other, this worker has my-task_2: start it with --task=other/],
    [
      'schema',
      { schemaHash: 'f'.repeat(64) },
      /different model.*309057 parameters \(schema ffffffffffff….*has 309057 \(0123456789ab…\)/,
    ],
    ['number of parameters', { parameterCount: 5 }, /different model.*has 5 parameters .*worker has 309057 /],
  ])('refuses a different %s', (_, ofRun, message) => {
    const check = () => checkFit({ ...info, ...ofRun }, member);
    expect(check).toThrow(UnfitError);
    expect(check).toThrow(message);
  });
});
