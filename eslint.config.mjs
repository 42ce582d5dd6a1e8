/** Lint rules: TypeScript's, the order of the layers, and the rules that keep equal inputs at equal bits. */
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

const CLOCKS_AND_CHANCE = [
  { object: 'Math', property: 'random', message: 'Randomness is keyed by the seed: use libs/data.' },
  { object: 'Date', property: 'now', message: 'Time is injected: the core has no clock.' },
  { object: 'performance', property: 'now', message: 'Time is injected: the core has no clock.' },
];

/** Functions that IEEE 754 does not define to the last bit, so that they differ between versions of Node. */
const INEXACT = [
  ...['pow', 'exp', 'expm1', 'log', 'log2', 'log10', 'log1p', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'atan2'],
  ...['sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh', 'cbrt', 'hypot'],
].map((property) => ({
  object: 'Math',
  property,
  message: 'Not exact to the last bit: only + - * / and Math.sqrt are.',
}));

const POWER_OPERATOR = {
  selector: "BinaryExpression[operator='**'], AssignmentExpression[operator='**=']",
  message: '** is Math.pow, which is not exact to the last bit: multiply instead.',
};

const NO_TENSORFLOW = {
  paths: [{ name: '@lockstep/tensorflow', message: 'The coordinator and the engine never load TensorFlow.' }],
  patterns: [{ group: ['@tensorflow/*'], message: 'Only libs/tensorflow and libs/model speak to TensorFlow.' }],
};

/** Libraries and programs that know nothing of what is trained. */
const ENGINE = [
  'apps/*/src/**/*.ts',
  'libs/{access,checkpoint,cli,cluster,data,optim,protocol,simulation,task,transport}/src/**/*.ts',
];

/** Refuses words of particular tasks, in identifiers, strings and comments: they belong into tasks/ and libs/model. */
const engineWords = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { word: '"{{word}}" is a word of one task: the engine knows samples.' },
  },
  create: ({ sourceCode, report }) => ({
    Program: () => {
      for (const { 0: word, index } of sourceCode.text.matchAll(/image|pixel|mnist|unet|digit/gi)) {
        const [start, end] = [index, index + word.length].map((place) => sourceCode.getLocFromIndex(place));
        report({ loc: { start, end }, messageId: 'word', data: { word } });
      }
    },
  }),
};

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '**/generated', '.nx', '**/tmp', 'runs', '**/*.mjs', '**/vitest.*.ts'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: [
          '{libs,apps,tasks,tools}/*/tsconfig.{lib,spec}.json',
          '{bench,e2e,fuzz,infra}/tsconfig.{lib,spec}.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { '@nx': nx, lockstep: { rules: { 'engine-words': engineWords } } },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: true,
          allow: [],
          depConstraints: [
            { sourceTag: 'layer:pure', onlyDependOnLibsWithTags: ['layer:none'] },
            { sourceTag: 'layer:core', onlyDependOnLibsWithTags: ['layer:none', 'layer:pure', 'layer:core'] },
            { sourceTag: 'layer:tensorflow', onlyDependOnLibsWithTags: ['layer:none', 'layer:pure'] },
            { sourceTag: 'layer:model', onlyDependOnLibsWithTags: ['layer:none', 'layer:pure', 'layer:tensorflow'] },
            {
              sourceTag: 'layer:task',
              onlyDependOnLibsWithTags: ['layer:none', 'layer:pure', 'layer:tensorflow', 'layer:model', 'layer:tool'],
            },
            { sourceTag: 'layer:io', onlyDependOnLibsWithTags: ['layer:none', 'layer:pure', 'layer:io', 'layer:tool'] },
            { sourceTag: 'layer:tool', onlyDependOnLibsWithTags: ['layer:none'] },
            {
              sourceTag: 'layer:app',
              notDependOnLibsWithTags: ['layer:app', 'layer:task', 'layer:model', 'layer:test', 'layer:end-to-end'],
            },
            { sourceTag: 'layer:test', notDependOnLibsWithTags: ['layer:test', 'layer:end-to-end'] },
            {
              // As users do: programs from outside, and tasks by name.
              sourceTag: 'layer:end-to-end',
              onlyDependOnLibsWithTags: ['layer:none', 'layer:pure', 'layer:core', 'layer:io', 'layer:tool'],
            },
          ],
        },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // A type parameter that names the result saves a cast at each call.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // An interface may promise more than one of its implementations needs.
      '@typescript-eslint/require-await': 'off',
      // `!` says where the code knows better than the types, for example of an index that is in bounds.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // It does not know that a call may change a property that was checked before.
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  {
    files: ['**/*.spec.ts', '**/testing/**/*.ts'],
    rules: {
      // Matchers of vitest are typed as any, and methods are compared and passed on.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['libs/{data,optim,cluster,simulation,protocol,task}/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-properties': ['error', ...CLOCKS_AND_CHANCE, ...INEXACT] },
  },
  {
    files: [
      'libs/{data,optim,task}/src/**/*.ts',
      'libs/cluster/src/{coordinator,membership,step,training,worker}/**/*.ts',
      'libs/model/src/init.ts',
      'libs/model/src/basic-unet/{parameters,sample}.ts',
      'libs/model/src/{diffusion,unet2d}/**/*.ts',
      'tasks/denoise/src/batch.ts',
      'tasks/linear/src/**/*.ts',
    ],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-properties': ['error', ...CLOCKS_AND_CHANCE, ...INEXACT],
      'no-restricted-syntax': ['error', POWER_OPERATOR],
    },
  },
  {
    // All sums of gradients are made by libs/optim on Float32Arrays: TensorFlow would flush denormals to zero.
    files: [
      'apps/coordinator/src/**/*.ts',
      'libs/{data,optim,cluster,simulation,protocol,task,transport,checkpoint,cli}/src/**/*.ts',
      'tasks/linear/src/**/*.ts',
    ],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-imports': ['error', NO_TENSORFLOW] },
  },
  { files: ENGINE, rules: { 'lockstep/engine-words': 'error' } },
);
