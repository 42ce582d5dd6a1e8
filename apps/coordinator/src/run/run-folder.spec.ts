import { UsageError } from '@lockstep/cli';
import { describe, expect, it } from 'vitest';
import { commandLineOf, type CoordinatorConfig } from '../config.js';
import { resumedConfig, savedConfig } from './run-folder.js';

function configOf(changes: Partial<CoordinatorConfig> = {}): CoordinatorConfig {
  const choices = { datasets: ['a'] as const, defaults: { batchSize: 8, shards: 2, epochs: 1, learningRate: 0.1 } };
  const defaults = Object.entries(commandLineOf(choices).options).map(([name, option]) => [name, option.default]);
  return { ...(Object.fromEntries(defaults) as CoordinatorConfig), ...changes };
}

describe('the config of a resumed run', () => {
  it('keeps wireDtype, which determines the bits', () => {
    const saved = savedConfig(configOf({ wireDtype: 'bf16' }));
    expect(resumedConfig(configOf(), new Set(), saved).wireDtype).toBe('bf16');
    const other = configOf({ wireDtype: 'f32' });
    expect(() => resumedConfig(other, new Set(['wireDtype']), saved)).toThrow(
      new UsageError('--resume: the run has wireDtype = "bf16", not f32: omit the option'),
    );
  });

  it('has wireDtype f32 for a run that was started before the option existed', () => {
    const { wireDtype: _, ...saved } = savedConfig(configOf());
    expect(resumedConfig(configOf({ wireDtype: 'bf16' }), new Set(), saved).wireDtype).toBe('f32');
    expect(() => resumedConfig(configOf({ wireDtype: 'bf16' }), new Set(['wireDtype']), saved)).toThrow(
      'the run has wireDtype = "f32", not bf16',
    );
  });
});
