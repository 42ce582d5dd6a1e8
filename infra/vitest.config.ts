import { projectTests } from '../vitest.base.ts';

export default projectTests('infra', {
  // Keys of RSA take a while on a machine that does other work as well.
  hookTimeout: 60_000,
});
