/** Mistakes on the command line, in the environment and in the config file lead to exit code 2 before anything starts. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { start, type ProgramName } from './harness/programs.js';
import { expectRefusal, REFUSED_WITHIN_MS } from './harness/refusal.js';
import { checkpointsOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

const workspace = new Workspace();

describe('the command line', () => {
  test.each<[string, RegExp]>([
    ['--bogus', /unknown option '--bogus'/],
    ['--max-step=3', /unknown option '--max-step=3'|unknown option '--max-step'/],
    ['--shards=0', /'--shards <n>' argument '0' is invalid/],
    ['--batch-size=1.5', /'--batch-size <n>' argument '1.5' is invalid/],
    ['--epochs=-1', /'--epochs <n>' argument '-1' is invalid/],
    ['--max-steps=0', /'--max-steps <n>' argument '0' is invalid/],
    ['--wire-dtype=f16', /'--wire-dtype <dtype>' argument 'f16' is invalid. expected one of f32, bf16/],
    ['--lr=0', /'--lr <x>' argument '0' is invalid/],
    ['--lr=quick', /'--lr <x>' argument 'quick' is invalid/],
    ['--dataset=cifar', /'--dataset <name>' argument 'cifar' is invalid.*synthetic/],
    ['--seed=', /'--seed <n>' argument '' is invalid/],
    ['--threads=0', /'--threads <n>' argument '0' is invalid/],
    ['--checkpoint-every=never', /'--checkpoint-every <steps>' argument 'never' is invalid/],
    ['--nats-port=70000', /'--nats-port <port>' argument '70000' is invalid/],
    ['--log-level=loud', /'--log-level <level>' argument 'loud' is invalid/],
    ['--chaos=1.5', /'--chaos <rate>' argument '1.5' is invalid. expected a number from 0 to 1/],
    ['--workers=0', /--workers=0 leaves nobody to compute/],
    ['--batch-size=3', /--batch-size=3 cannot be cut into --shards=4/],
    ['--config=/nowhere.json', /the file \/nowhere\.json does not exist/],
    ['--task=none', /one of the tasks denoise and linear/],
  ])('coordinator %s', async (arg, says) => {
    const out = workspace.path('never');
    const { lines } = await expectRefusal('coordinator', [`--out=${out}`, arg], { code: 2, says });
    // The start of a run, a server or workers would be logged.
    expect(lines.filter(({ text }) => text.includes('INFO'))).toEqual([]);
    expect(() => checkpointsOf(out)).toThrow(/ENOENT/);
  });

  test.each<[ProgramName, Record<string, string>, RegExp]>([
    ['coordinator', { LOCKSTEP_BATCH_SIZE: 'many' }, /LOCKSTEP_BATCH_SIZE is "many": expected an integer/],
    ['worker', { LOCKSTEP_ID: 'a.b' }, /LOCKSTEP_ID is "a\.b": expected 1 to 64/],
    ['sampler', { LOCKSTEP_THREADS: '0' }, /LOCKSTEP_THREADS is "0": expected an integer/],
  ])('%s with %o', async (program, env, says) => {
    await expectRefusal(program, [], { code: 2, says, env });
  });

  test('a config file with an unknown option or damaged JSON', async () => {
    const cwd = workspace.folder('config');
    writeFileSync(join(cwd, 'lockstep.config.json'), '{"coordinator": {"bach": 3}}');
    await expectRefusal('coordinator', [], { code: 2, says: /coordinator has no option "bach"/, cwd });
    writeFileSync(join(cwd, 'lockstep.config.json'), '{"coordinator": ');
    await expectRefusal('coordinator', [], { code: 2, says: /lockstep\.config\.json is not valid JSON/, cwd });
  });

  test.each<[ProgramName, string]>([
    [
      'coordinator',
      'task dataset epochs batch-size shards lr seed workers threads max-steps checkpoint-every out resume nats-url json',
    ],
    ['worker', 'nats-url task run pool id patience log-level json'],
    ['sampler', 'nats-url task run out threads patience log-level json'],
  ])('%s --help explains every option with its default', async (program, names) => {
    const help = start(program, ['--help']);
    expect(await help.ended(REFUSED_WITHIN_MS)).toEqual({ code: 0, signal: null });
    const entries = help.output.split(/\n(?= {2}--)/).slice(1);
    const explained = new Map(
      entries.map((entry) => [/--([a-z-]+)/.exec(entry)?.[1] ?? '', entry.replaceAll(/\s+/g, ' ')]),
    );
    expect([...explained.keys()]).toEqual(expect.arrayContaining(names.split(' ')));
    for (const [name, entry] of explained) {
      if (name !== 'help') expect(entry, name).toMatch(/\(default: [^)]+\)/);
    }
  });
});
