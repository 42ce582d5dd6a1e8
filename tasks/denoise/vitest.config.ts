import { projectTests } from '../../vitest.base.ts';

// TensorFlow reads its settings from the process's environment: each spec file needs a process, not a worker thread.
export default projectTests('denoise', { pool: 'forks', testTimeout: 60_000 });
