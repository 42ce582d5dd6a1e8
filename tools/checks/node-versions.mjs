/**
 * Checks for equal bits on every supported version of Node. Runs the specs with golden hashes on Node 22 and 24, and compares the
 * weights of a short training on this Node and on 24. The other versions come from npm and are cached.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheDir } from '../native/dist/index.js';
import { writeReport } from './stages.mjs';

const CACHE = join(cacheDir(), 'node');
/** Projects, and names of specs where only some are relevant. */
const GOLDEN_SPECS = [['libs/data'], ['libs/optim'], ['libs/cluster'], ['tasks/linear'], ['tasks/denoise', 'golden']];

function nodeBinary(major) {
  const folder = join(CACHE, `${major}-${process.platform}-${process.arch}`);
  const binary = join(folder, 'package', 'bin', 'node');
  if (existsSync(binary)) return binary;
  mkdirSync(CACHE, { recursive: true });
  const temporary = mkdtempSync(join(CACHE, 'download-'));
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', `node-${process.platform}-${process.arch}@${major}`], {
      cwd: temporary,
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  execFileSync('tar', ['-xzf', filename, 'package/bin/node'], { cwd: temporary });
  rmSync(join(temporary, filename));
  rmSync(folder, { recursive: true, force: true });
  renameSync(temporary, folder);
  return binary;
}

/** SHA-256 of the weights after a few steps. */
function trainedWeights(node) {
  const out = mkdtempSync(join(tmpdir(), 'lockstep-node-'));
  const options = ['--max-steps=3', '--workers=2', `--out=${join(out, 'run')}`, '--json', '--log-level=warn'];
  const args = ['apps/coordinator/dist/main.js', ...options];
  const { status, stdout, stderr } = spawnSync(node, args, { encoding: 'utf8', timeout: 180_000 });
  rmSync(out, { recursive: true, force: true });
  if (status !== 0) return `exit code ${status}: ${stderr}`;
  const summary = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .find(({ type }) => type === 'summary');
  return summary.weights_sha256;
}

const results = [];
function check(title, ok, detail = '') {
  results.push(ok);
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${title}${ok ? '' : `: ${detail}`}`);
}

for (const major of [22, 24]) {
  const node = nodeBinary(major);
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  for (const [project, ...specs] of GOLDEN_SPECS) {
    // No JSON reporter, because the report of the specs is that of this Node.
    const { status, stdout } = spawnSync(
      node,
      ['node_modules/vitest/vitest.mjs', 'run', ...specs, '--root', project, '--reporter=dot'],
      { encoding: 'utf8' },
    );
    check(`${project} on Node ${version}`, status === 0, stdout);
  }
}

const expected = trainedWeights(process.execPath);
const found = trainedWeights(nodeBinary(24));
check(
  `three steps on Node ${process.version} and on Node 24 give the same weights`,
  /^[0-9a-f]{64}$/.test(expected) && expected === found,
  `${expected} and ${found}`,
);

const passed = results.filter(Boolean).length;
writeReport('node-versions', passed, results.length - passed);
process.exitCode = passed === results.length ? 0 : 1;
