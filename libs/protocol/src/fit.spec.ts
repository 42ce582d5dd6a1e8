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

it('a run of another protocol version whose message does not decode is refused with the version', () => {
  const later = encodeCoordinatorMessage(fromCoordinator({ ...info, protocolVersion: PROTOCOL_VERSION + 1, task: '' }));
  expect(() => decodeCoordinatorMessage(later)).toThrow(
    /the run \S+ speaks protocol version \d+, this program \d+: install/,
  );
  const same = encodeCoordinatorMessage(fromCoordinator({ ...info, task: '' }));
  expect(() => decodeCoordinatorMessage(same)).toThrow('malformed message: run_info.task');
});

describe('a program fits a run', () => {
  it('of its protocol version, task and model', () => {
    expect(() => checkFit(info, member)).not.toThrow();
  });

  it.each([
    [
      'another protocol version',
      { protocolVersion: PROTOCOL_VERSION - 1 },
      {},
      /speaks protocol version \d+, this worker \d+: install/,
    ],
    [
      'another task',
      {},
      { task: 'other' },
      /trains the task my-task_2, this worker has other: give it --task=my-task_2/,
    ],
    [
      'another schema',
      {},
      { schemaHash: 'f'.repeat(64) },
      /another model.*schema 0123456789ab….*here 309057 \(ffffffffffff…\)/,
    ],
    ['another number of parameters', {}, { parameterCount: 5 }, /another model.*there 309057 .*here 5 /],
  ])('not with %s', (_, ofRun, ofMember, message) => {
    const check = () => checkFit({ ...info, ...ofRun }, { ...member, ...ofMember });
    expect(check).toThrow(UnfitError);
    expect(check).toThrow(message);
  });
});
