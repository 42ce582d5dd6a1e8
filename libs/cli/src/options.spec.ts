import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UsageError } from './errors.js';
import { defineCommandLine, envOf, flagOf, readOptions, type OptionSpec } from './options.js';
import { flag, integer, oneOf, positiveNumber, text } from './parsers.js';

const COMMAND_LINE = defineCommandLine({
  name: 'coordinator',
  description: 'Does what it is told.',
  options: {
    epochs: { value: 'n', help: 'passes', default: 3, parse: integer(1, 100) },
    maxSteps: { value: 'n', help: 'the last step', default: undefined, defaultText: 'all of them', parse: integer(1) },
    lr: { value: 'x', help: 'learning rate', default: 1e-3, parse: positiveNumber },
    dataset: { value: 'name', help: 'samples', default: 'first', parse: oneOf('first', 'second') },
    resume: { value: '[dir]', help: 'go on', default: undefined, defaultText: 'start anew', parse: text },
    json: { help: 'as JSON', default: false, parse: flag },
  } satisfies {
    epochs: OptionSpec<number>;
    maxSteps: OptionSpec<number | undefined>;
    lr: OptionSpec<number>;
    dataset: OptionSpec<'first' | 'second'>;
    resume: OptionSpec<string | true | undefined>;
    json: OptionSpec<boolean>;
  },
  epilogue: 'Examples come last.',
});

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lockstep-cli-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
  vi.restoreAllMocks();
});

interface Ways {
  argv?: string[];
  env?: Record<string, string>;
  config?: unknown;
}

function read({ argv = [], env = {}, config }: Ways) {
  if (config !== undefined) {
    const content = typeof config === 'string' ? config : JSON.stringify(config);
    writeFileSync(join(directory, 'lockstep.config.json'), content);
  }
  const options = readOptions(COMMAND_LINE, argv, env, directory);
  if (!options) throw new Error('help was printed');
  return { values: options.values, given: [...options.given].sort() };
}

function usageError(ways: Ways): string {
  try {
    read(ways);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

describe('options', () => {
  it('have their defaults', () => {
    const { values, given } = read({});
    expect(values).toMatchObject({ epochs: 3, lr: 1e-3, dataset: 'first', json: false });
    expect([values.maxSteps, values.resume]).toEqual([undefined, undefined]);
    expect(given).toEqual([]);
  });

  it('are taken from the flag before the environment before the file', () => {
    const argv = ['--epochs=1'];
    const env = { LOCKSTEP_EPOCHS: '2', LOCKSTEP_LR: '0.2' };
    const config = { coordinator: { epochs: 9, lr: 0.9, maxSteps: 90, json: true } };
    const { values, given } = read({ argv, env, config });
    expect(values).toEqual({ epochs: 1, lr: 0.2, maxSteps: 90, dataset: 'first', json: true });
    expect(given).toEqual(['epochs', 'json', 'lr', 'maxSteps']);
    expect(read({ env, config }).values.epochs).toBe(2);
    expect(read({ config }).values.epochs).toBe(9);
  });

  it('count as given even when they say what the default says', () => {
    expect(read({ argv: ['--epochs', '3'] }).given).toEqual(['epochs']);
    expect(read({ env: { LOCKSTEP_JSON: 'false' } }).given).toEqual(['json']);
    expect(read({ config: { coordinator: { lr: 0.001 } } }).given).toEqual(['lr']);
  });

  it('of the environment are not given when they are empty, and not ours when they are called otherwise', () => {
    const env = { LOCKSTEP_EPOCHS: '', LOCKSTEP_NO_SUCH: 'x', EPOCHS: '7' };
    expect(read({ env })).toMatchObject({ values: { epochs: 3 }, given: [] });
  });

  it('without a value, where it may be left out, are true in all three ways', () => {
    const ways: Ways[] = [
      { argv: ['--resume'] },
      { env: { LOCKSTEP_RESUME: 'true' } },
      { config: { coordinator: { resume: true } } },
    ];
    for (const way of ways) expect(read(way)).toMatchObject({ values: { resume: true }, given: ['resume'] });
    expect(read({ argv: ['--resume=runs/a'], config: {} }).values.resume).toBe('runs/a');
    expect(read({ argv: ['--resume', '--json'], config: {} }).values).toMatchObject({ resume: true, json: true });
  });

  it('of other programs in the same file are left alone', () => {
    expect(read({ config: { worker: { anything: 1 }, sampler: {} } }).given).toEqual([]);
  });

  it('can be in a file that is named', () => {
    writeFileSync(join(directory, 'other.json'), '{"coordinator": {"epochs": 5}}');
    const config = { coordinator: { epochs: 9 } };
    expect(read({ argv: ['--config', 'other.json'], config }).values.epochs).toBe(5);
    expect(read({ argv: [`--config=${join(directory, 'other.json')}`], config }).values).not.toHaveProperty('config');
  });

  it('have one name in three spellings', () => {
    expect([flagOf('maxSteps'), envOf('maxSteps')]).toEqual(['max-steps', 'LOCKSTEP_MAX_STEPS']);
    expect([flagOf('lr'), envOf('lr')]).toEqual(['lr', 'LOCKSTEP_LR']);
  });
});

describe('a mistake names itself', () => {
  it.each<[string, Ways, string[]]>([
    ['an unknown option', { argv: ['--epoch=3'] }, ["unknown option '--epoch=3'", '--epochs']],
    ['an unknown letter', { argv: ['-x'] }, ["'-x'"]],
    ['a word that is no option', { argv: ['train'] }, ['"train"']],
    ['a missing value', { argv: ['--epochs'] }, ['--epochs <n>']],
    ['a bad value', { argv: ['--epochs=1.5'] }, ['--epochs', "'1.5'", 'an integer from 1 to 100']],
    ['a value too large', { argv: ['--epochs=101'] }, ['--epochs', "'101'", 'an integer from 1 to 100']],
    ['a value of a flag', { argv: ['--json=maybe'] }, ['--json=maybe']],
    [
      'a bad value in the environment',
      { env: { LOCKSTEP_MAX_STEPS: 'x' } },
      ['LOCKSTEP_MAX_STEPS', '"x"', 'at least 1'],
    ],
    ['a bad flag in the environment', { env: { LOCKSTEP_JSON: 'yes' } }, ['LOCKSTEP_JSON', '"yes"', 'true or false']],
    [
      'a bad value in the file',
      { config: { coordinator: { lr: 0 } } },
      ['lockstep.config.json: "lr"', '"0"', 'greater than 0'],
    ],
    [
      'a list in the file',
      { config: { coordinator: { lr: [1] } } },
      ['lockstep.config.json: "lr"', 'a string, a number'],
    ],
    [
      'null in the file',
      { config: { coordinator: { lr: null } } },
      ['lockstep.config.json: "lr"', 'a string, a number'],
    ],
    ['an unknown key', { config: { coordinator: { epoch: 3 } } }, ['lockstep.config.json', '"epoch"']],
    ['a key in the spelling of the flag', { config: { coordinator: { 'max-steps': 3 } } }, ['"max-steps"']],
    ['a key that every object has', { config: '{"coordinator": {"constructor": 1}}' }, ['no option "constructor"']],
    [
      'an unknown section',
      { config: { trainer: {} } },
      ['lockstep.config.json', '"trainer"', 'coordinator, worker, sampler'],
    ],
    ['a section that is none', { config: { coordinator: 3 } }, ['lockstep.config.json: "coordinator"', 'an object']],
    ['a file that is a list', { config: [] }, ['lockstep.config.json', 'an object']],
    ['broken JSON', { config: '{"coordinator": {' }, ['lockstep.config.json is not valid JSON']],
    ['a file that is not there', { argv: ['--config=none.json'] }, ['--config', 'none.json']],
    ['a file that is a folder', { argv: ['--config=.'] }, ['cannot be read', 'EISDIR']],
  ])('%s', (_name, ways, words) => {
    const message = usageError(ways);
    for (const word of words) expect(message).toContain(word);
  });
});

describe('--help', () => {
  function help(env: Record<string, string> = {}): string {
    let printed = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      printed += String(chunk);
      return true;
    });
    expect(readOptions(COMMAND_LINE, ['--help', '--epochs=2'], env, directory)).toBeUndefined();
    return printed;
  }

  it('explains every option with its default and its name in the environment', () => {
    const defaults = {
      epochs: '3',
      maxSteps: 'all of them',
      lr: '0.001',
      dataset: '"first"',
      resume: 'start anew',
      json: 'false',
    };
    const printed = help().replace(/\s+/g, ' ');
    expect(Object.keys(defaults)).toEqual(Object.keys(COMMAND_LINE.options));
    for (const [key, value] of Object.entries(defaults)) {
      const { help: words } = COMMAND_LINE.options[key as keyof typeof defaults];
      expect(printed).toMatch(
        new RegExp(`--${flagOf(key)}( [<[][a-z]+[>\\]])? ${words} \\[${envOf(key)}\\] \\(default: ${value}\\)`),
      );
    }
    expect(printed).toContain('Does what it is told.');
    expect(printed).toContain('--config <file>');
    expect(printed).toContain('lockstep.config.json');
    expect(printed).toContain('Examples come last.');
  });

  it('also helps those whose environment or file is wrong', () => {
    writeFileSync(join(directory, 'lockstep.config.json'), '{');
    expect(help({ LOCKSTEP_EPOCHS: 'many' })).toContain('--epochs');
  });
});
