import { projectTests } from '../vitest.base.ts';
import e2e from './vitest.e2e.config.ts';

// The end-to-end tests in containers. tools/docker/ makes the images.
const { name, reporters, ...options } = e2e.test ?? {};
export default projectTests('e2e-containers', { ...options, include: ['src/containers/**/*.e2e.ts'], exclude: [] });
