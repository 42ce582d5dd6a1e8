import { describe, expect, it } from 'vitest';
import { UnfitError } from './errors.js';
import { checkFit } from './fit.js';
import { PROTOCOL_VERSION } from './limits.js';
import { COORDINATOR_BODIES } from './testing/messages.js';

const info = { ...COORDINATOR_BODIES.runInfo, protocolVersion: PROTOCOL_VERSION };
const { task, schemaHash, parameterCount } = info;
const member = { program: 'worker', task, schemaHash, parameterCount };

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
