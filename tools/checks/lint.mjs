/**
 * Lints everything, and checks that the rules refuse forbidden code, because ESLint skips some rules silently (module boundaries
 * without a project graph). Writes a report for the count of all tests.
 */
import { execFileSync } from 'node:child_process';
import { ESLint } from 'eslint';
import { allBrokenPaths, brokenPaths } from './links.mjs';
import { writeReport } from './stages.mjs';

const BOUNDARIES = '@nx/enforce-module-boundaries';
const PROPERTIES = 'no-restricted-properties';
const IMPORTS = 'no-restricted-imports';
const WORDS = 'lockstep/engine-words';
const [SUM, STEP_WORK, MAIN] = [
  'libs/optim/src/sum.ts',
  'libs/cluster/src/training/step-work.ts',
  'apps/coordinator/src/main.ts',
];

function imports(name, from) {
  return `import { ${name} } from '${from}';\nexport { ${name} };\n`;
}

function constant(expression) {
  return `export const x = ${expression};\n`;
}

/** Forbidden code, the file that would contain it, and the rule that must refuse it. */
const FORBIDDEN = [
  ['a library of sums that imports the cluster', SUM, imports('CoordinatorMachine', '@lockstep/cluster'), BOUNDARIES],
  ['an app that imports an app', MAIN, imports('x', '../../worker/src/main.js'), BOUNDARIES],
  ['Math.random in the core', STEP_WORK, constant('Math.random()'), PROPERTIES],
  ['Date.now in the core', STEP_WORK, constant('Date.now()'), PROPERTIES],
  ['Math.pow in the optimiser', 'libs/optim/src/optimizer/adam.ts', constant('Math.pow(0.9, 3)'), PROPERTIES],
  [
    'the power operator in the optimiser',
    'libs/optim/src/optimizer/adam.ts',
    constant('0.9 ** 3'),
    'no-restricted-syntax',
  ],
  ['Math.exp in the initial weights', 'libs/model/src/init.ts', constant('Math.exp(1)'), PROPERTIES],
  ['TensorFlow in the coordinator', MAIN, imports('loadTensorFlow', '@lockstep/tensorflow'), IMPORTS],
  ['an app that imports a task', 'apps/worker/src/main.ts', imports('task', '@lockstep/denoise'), BOUNDARIES],
  ['an app that imports a model', 'apps/sampler/src/main.ts', imports('BASIC_UNET', '@lockstep/model'), BOUNDARIES],
  ['an e2e test that imports a task', 'e2e/src/harness/programs.ts', imports('task', '@lockstep/linear'), BOUNDARIES],
  ['a task that imports the cluster', 'tasks/linear/src/linear.ts', imports('x', '@lockstep/cluster'), BOUNDARIES],
  ['a word of one task in an identifier', 'libs/protocol/src/messages.ts', 'export const trainImages = 1;\n', WORDS],
  ['a word of one task in a string', MAIN, constant("'Fashion-MNIST'"), WORDS],
  ['a word of one task in a comment', STEP_WORK, `// Of 28 x 28 pixels.\n${constant('1')}`, WORDS],
  ['TensorFlow in the sums', SUM, imports('tensor', '@tensorflow/tfjs-node-gpu'), IMPORTS],
];

// Makes the project graph that the boundary rule reads.
execFileSync('npx', ['nx', 'show', 'projects'], { stdio: 'ignore' });
const eslint = new ESLint({ errorOnUnmatchedPattern: false });
const results = [];

const files = await eslint.lintFiles(['{libs,apps,tasks,tools}/*/src/**/*.ts', '{bench,e2e,fuzz}/src/**/*.ts']);
const bad = files.filter(({ errorCount, warningCount }) => errorCount + warningCount > 0);
const formatter = await eslint.loadFormatter('stylish');
if (bad.length > 0) console.error(await formatter.format(files));
results.push(bad.length === 0);

const missing = allBrokenPaths();
for (const path of missing) console.error(`lint: no such path: ${path}`);
results.push(missing.length === 0);
const planted = brokenPaths('README.md', 'See `libs/none.ts` and [none](docs/none.md).', []);
results.push(planted.length === 2);

// After the files, because the type checker keeps the samples in place of the files.
for (const [what, filePath, code, rule] of FORBIDDEN) {
  const [{ messages }] = await eslint.lintText(code, { filePath });
  const refused = messages.some(({ ruleId }) => ruleId === rule);
  results.push(refused);
  if (!refused)
    console.error(`lint: ${rule} does not refuse ${what}: ${JSON.stringify(messages.map(({ ruleId }) => ruleId))}`);
}

const failed = results.filter((ok) => !ok).length;
writeReport('lint', results.length - failed, failed);
console.log(`lint: ${files.length} files, ${FORBIDDEN.length} forbidden samples, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
