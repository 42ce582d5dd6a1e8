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
      reporters: ['default', ['json', { outputFile: `${import.meta.dirname}/tmp/test-reports/${name}.json` }]],
      ...test,
    },
  });
}
