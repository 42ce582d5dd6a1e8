import { projectTests } from '../vitest.base.ts';

// Not named vitest.config.ts: a `test` target would be inferred from it, and these tests need built programs and minutes.
export default projectTests('e2e', {
  include: ['src/**/*.e2e.ts'],
  // They need Docker: vitest.containers.config.ts.
  exclude: ['src/containers/**'],
  passWithNoTests: false,
  globalSetup: ['src/harness/global-setup.ts'],
  // One file after another, because the processes of each test use all cores of the machine.
  pool: 'forks',
  maxWorkers: 1,
  fileParallelism: false,
  testTimeout: 180_000,
  hookTimeout: 180_000,
});
