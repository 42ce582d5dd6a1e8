/**
 * Lints everything, and first proves that the rules bite: a rule that is silently skipped (the module boundaries are, without a
 * project graph) would look like clean code. Prints a report for the closing count of the tests.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { ESLint } from 'eslint';
import { allBrokenPaths, brokenPaths } from './links.mjs';

/** Code that must be refused, where it would stand, and by which rule. */
const FORBIDDEN = [
  [
    'a library of sums that imports the cluster',
    'libs/optim/src/sum.ts',
    "import { CoordinatorMachine } from '@lockstep/cluster';\nexport { CoordinatorMachine };\n",
    '@nx/enforce-module-boundaries',
  ],
  [
    'an app that imports an app',
    'apps/coordinator/src/main.ts',
    "import { x } from '../../worker/src/main.js';\nexport { x };\n",
    '@nx/enforce-module-boundaries',
  ],
  [
    'Math.random in the core',
    'libs/cluster/src/step-work.ts',
    'export const x = Math.random();\n',
    'no-restricted-properties',
  ],
  [
    'Date.now in the core',
    'libs/cluster/src/step-work.ts',
    'export const x = Date.now();\n',
    'no-restricted-properties',
  ],
  [
    'Math.pow in the optimiser',
    'libs/optim/src/adam.ts',
    'export const x = Math.pow(0.9, 3);\n',
    'no-restricted-properties',
  ],
  [
    'the power operator in the optimiser',
    'libs/optim/src/adam.ts',
    'export const x = 0.9 ** 3;\n',
    'no-restricted-syntax',
  ],
  [
    'Math.exp in the initial weights',
    'libs/model/src/init.ts',
    'export const x = Math.exp(1);\n',
    'no-restricted-properties',
  ],
  [
    'TensorFlow in the coordinator',
    'apps/coordinator/src/main.ts',
    "import { loadTensorFlow } from '@lockstep/tensorflow';\nexport { loadTensorFlow };\n",
    'no-restricted-imports',
  ],
  [
    'an app that imports a task',
    'apps/worker/src/main.ts',
    "import denoise from '@lockstep/denoise';\nexport { denoise };\n",
    '@nx/enforce-module-boundaries',
  ],
  [
    'an app that imports a model',
    'apps/sampler/src/main.ts',
    "import { BASIC_UNET } from '@lockstep/model';\nexport { BASIC_UNET };\n",
    '@nx/enforce-module-boundaries',
  ],
  [
    'an end-to-end test that imports a task',
    'e2e/src/harness/programs.ts',
    "import linear from '@lockstep/linear';\nexport { linear };\n",
    '@nx/enforce-module-boundaries',
  ],
  [
    'a task that imports the cluster',
    'tasks/linear/src/linear.ts',
    "import { CoordinatorMachine } from '@lockstep/cluster';\nexport { CoordinatorMachine };\n",
    '@nx/enforce-module-boundaries',
  ],
  [
    'a word of one task in an identifier',
    'libs/protocol/src/messages.ts',
    'export const trainImages = 1;\n',
    'lockstep/engine-words',
  ],
  [
    'a word of one task in a string',
    'apps/coordinator/src/main.ts',
    "export const x = 'Fashion-MNIST';\n",
    'lockstep/engine-words',
  ],
  [
    'a word of one task in a comment',
    'libs/cluster/src/step-work.ts',
    '// Of 28 x 28 pixels.\nexport const x = 1;\n',
    'lockstep/engine-words',
  ],
  [
    'TensorFlow in the sums',
    'libs/optim/src/sum.ts',
    "import * as tf from '@tensorflow/tfjs-node-gpu';\nexport { tf };\n",
    'no-restricted-imports',
  ],
];

// Makes the project graph that the boundary rule reads.
execFileSync('npx', ['nx', 'show', 'projects'], { stdio: 'ignore' });
const eslint = new ESLint({ errorOnUnmatchedPattern: false });
const results = [];

const files = await eslint.lintFiles(['{libs,apps,tasks,tools}/*/src/**/*.ts', '{bench,e2e,fuzz}/src/**/*.ts']);
const bad = files.filter(({ errorCount, warningCount }) => errorCount + warningCount > 0);
const formatter = await eslint.loadFormatter('stylish');
if (bad.length > 0) console.error(await formatter.format(files));
results.push({ title: 'the code is clean', status: bad.length === 0 ? 'passed' : 'failed' });

const missing = allBrokenPaths();
for (const path of missing) console.error(`lint: does not exist: ${path}`);
results.push({ title: 'paths in the documents exist', status: missing.length === 0 ? 'passed' : 'failed' });
const planted = brokenPaths('README.md', 'See `libs/none.ts` and [none](docs/none.md).', []);
results.push({ title: 'refuses a path that does not exist', status: planted.length === 2 ? 'passed' : 'failed' });

// After the files: the sample code would stay in the type checker's memory in their place.
for (const [what, filePath, code, rule] of FORBIDDEN) {
  const [{ messages }] = await eslint.lintText(code, { filePath });
  const refused = messages.some(({ ruleId }) => ruleId === rule);
  results.push({ title: `refuses ${what}`, status: refused ? 'passed' : 'failed' });
  if (!refused)
    console.error(`lint: ${rule} does not refuse ${what}: ${JSON.stringify(messages.map(({ ruleId }) => ruleId))}`);
}

mkdirSync('tmp/test-reports', { recursive: true });
const failed = results.filter(({ status }) => status === 'failed').length;
writeFileSync(
  'tmp/test-reports/lint.json',
  JSON.stringify({ numPassedTests: results.length - failed, numFailedTests: failed }),
);
console.log(`lint: ${files.length} files, ${FORBIDDEN.length} forbidden samples, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
