/** One vitest set-up for every project: tests run from source, and each leaves a report that the closing count adds up. */
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const conditions = ['@lockstep/source'];

export function projectTests(name: string, test: ViteUserConfig['test'] = {}): ViteUserConfig {
  return defineConfig({
    resolve: { conditions },
    ssr: { resolve: { conditions, externalConditions: conditions } },
    test: {
      name,
      include: ['src/**/*.spec.ts'],
      passWithNoTests: true,
      // For real servers and processes on a machine that does other work as well: a test that hangs is found all the same.
      testTimeout: 30_000,
      reporters: ['default', ['json', { outputFile: `${import.meta.dirname}/tmp/test-reports/${name}.json` }]],
      ...test,
    },
  });
}
