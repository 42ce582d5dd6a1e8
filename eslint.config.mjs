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
  paths: [{ name: '@lockstep/model', message: 'Loads TensorFlow: use @lockstep/model/schema.' }],
  patterns: [{ group: ['@tensorflow/*'], message: 'Only libs/model speaks to TensorFlow.' }],
};

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '**/generated', '.nx', '**/tmp', 'runs', '**/*.mjs', '**/vitest.*.ts'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['{libs,apps,tools}/*/tsconfig.{lib,spec}.json', '{bench,e2e,fuzz,infra}/tsconfig.{lib,spec}.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: true,
          allow: [],
          depConstraints: [
            { sourceTag: 'layer:pure', onlyDependOnLibsWithTags: ['layer:none'] },
            { sourceTag: 'layer:core', onlyDependOnLibsWithTags: ['layer:none', 'layer:pure', 'layer:core'] },
            { sourceTag: 'layer:model', onlyDependOnLibsWithTags: ['layer:none', 'layer:pure'] },
            { sourceTag: 'layer:io', onlyDependOnLibsWithTags: ['layer:none', 'layer:pure', 'layer:io', 'layer:tool'] },
            { sourceTag: 'layer:tool', onlyDependOnLibsWithTags: ['layer:none'] },
            { sourceTag: 'layer:app', notDependOnLibsWithTags: ['layer:app', 'layer:test'] },
            { sourceTag: 'layer:test', notDependOnLibsWithTags: ['layer:test'] },
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
      // Index access is not typed as possibly undefined here, but `!` says where we know better than the reader can see.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
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
    files: ['libs/{data,optim,cluster,simulation,protocol}/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-properties': ['error', ...CLOCKS_AND_CHANCE, ...INEXACT] },
  },
  {
    files: [
      'libs/{data,optim}/src/**/*.ts',
      'libs/cluster/src/{common,coordinator,membership,step,training,worker}/**/*.ts',
      'libs/model/src/{init,parameters,sample}.ts',
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
      'libs/{data,optim,cluster,simulation,protocol,transport,checkpoint,cli}/src/**/*.ts',
    ],
    rules: { 'no-restricted-imports': ['error', NO_TENSORFLOW] },
  },
);
