import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UsageError } from './errors.js';
import { defineCommandLine, envOf, flagOf, readOptions } from './options.js';
import { flag, integer, oneOf, positiveNumber, text } from './parsers.js';

const COMMAND_LINE = defineCommandLine({
  name: 'coordinator',
  description: 'Trains.',
  options: {
    epochs: { value: 'n', help: 'passes', default: 3, parse: integer(1, 100) },
    maxSteps: { value: 'n', help: 'the last step', default: undefined, defaultText: 'all of them', parse: integer(1) },
    lr: { value: 'x', help: 'learning rate', default: 1e-3, parse: positiveNumber },
    dataset: { value: 'name', help: 'samples', default: 'first', parse: oneOf('first', 'second') },
    resume: {
      value: '[dir]',
      help: 'resume a run',
      default: undefined,
      defaultText: 'a new run',
      parse: text,
    },
    json: { help: 'as JSON', default: false, parse: flag },
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
  throw new Error('no UsageError was thrown');
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

  it('count as given when they equal the default', () => {
    expect(read({ argv: ['--epochs', '3'] }).given).toEqual(['epochs']);
    expect(read({ env: { LOCKSTEP_JSON: 'false' } }).given).toEqual(['json']);
    expect(read({ config: { coordinator: { lr: 0.001 } } }).given).toEqual(['lr']);
  });

  it('ignore variables of the environment that are empty or have no LOCKSTEP_ name of an option', () => {
    const env = { LOCKSTEP_EPOCHS: '', LOCKSTEP_NO_SUCH: 'x', EPOCHS: '7' };
    expect(read({ env })).toMatchObject({ values: { epochs: 3 }, given: [] });
  });

  it('with an optional value are true without it in all three ways', () => {
    const ways: Ways[] = [
      { argv: ['--resume'] },
      { env: { LOCKSTEP_RESUME: 'true' } },
      { config: { coordinator: { resume: true } } },
    ];
    for (const way of ways) expect(read(way)).toMatchObject({ values: { resume: true }, given: ['resume'] });
    expect(read({ argv: ['--resume=runs/a'], config: {} }).values.resume).toBe('runs/a');
    expect(read({ argv: ['--resume', '--json'], config: {} }).values).toMatchObject({ resume: true, json: true });
  });

  it('of other programs in the same file are ignored', () => {
    expect(read({ config: { worker: { anything: 1 }, sampler: {} } }).given).toEqual([]);
  });

  it('are read from the file of --config', () => {
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

describe('an error names the wrong', () => {
  it.each<[string, Ways, string[]]>([
    ['option', { argv: ['--epoch=3'] }, ["unknown option '--epoch=3'", '--epochs']],
    ['letter', { argv: ['-x'] }, ["'-x'"]],
    ['word', { argv: ['train'] }, ['"train"']],
    ['option without its value', { argv: ['--epochs'] }, ['--epochs <n>']],
    ['value', { argv: ['--epochs=1.5'] }, ['--epochs', "'1.5'", 'an integer from 1 to 100']],
    ['range of a value', { argv: ['--epochs=101'] }, ['--epochs', "'101'", 'an integer from 1 to 100']],
    ['value of a flag', { argv: ['--json=maybe'] }, ['--json=maybe']],
    ['value in the environment', { env: { LOCKSTEP_MAX_STEPS: 'x' } }, ['LOCKSTEP_MAX_STEPS', '"x"', 'at least 1']],
    ['flag in the environment', { env: { LOCKSTEP_JSON: 'yes' } }, ['LOCKSTEP_JSON', '"yes"', 'true or false']],
    [
      'value in the file',
      { config: { coordinator: { lr: 0 } } },
      ['lockstep.config.json: "lr"', '"0"', 'greater than 0'],
    ],
    [
      'list in the file',
      { config: { coordinator: { lr: [1] } } },
      ['lockstep.config.json: "lr"', 'a string, a number'],
    ],
    [
      'null in the file',
      { config: { coordinator: { lr: null } } },
      ['lockstep.config.json: "lr"', 'a string, a number'],
    ],
    ['key', { config: { coordinator: { epoch: 3 } } }, ['lockstep.config.json', '"epoch"']],
    ['key in the spelling of the flag', { config: { coordinator: { 'max-steps': 3 } } }, ['"max-steps"']],
    ['key that every object has', { config: '{"coordinator": {"constructor": 1}}' }, ['no option "constructor"']],
    ['section', { config: { trainer: {} } }, ['lockstep.config.json', '"trainer"', 'coordinator, worker, sampler']],
    ['type of a section', { config: { coordinator: 3 } }, ['lockstep.config.json: "coordinator"', 'an object']],
    ['type of a file', { config: [] }, ['lockstep.config.json', 'an object']],
    ['JSON', { config: '{"coordinator": {' }, ['lockstep.config.json is not valid JSON']],
    ['path of a file', { argv: ['--config=none.json'] }, ['--config', 'none.json']],
    ['folder instead of a file', { argv: ['--config=.'] }, ['cannot be read', 'EISDIR']],
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

  it('lists every option with its default and its name in the environment', () => {
    const defaults = {
      epochs: '3',
      maxSteps: 'all of them',
      lr: '0.001',
      dataset: '"first"',
      resume: 'a new run',
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
    expect(printed).toContain('Trains.');
    expect(printed).toContain('--config <file>');
    expect(printed).toContain('lockstep.config.json');
    expect(printed).toContain('Examples come last.');
  });

  it('works with an invalid environment and config file', () => {
    writeFileSync(join(directory, 'lockstep.config.json'), '{');
    expect(help({ LOCKSTEP_EPOCHS: 'many' })).toContain('--epochs');
  });
});
