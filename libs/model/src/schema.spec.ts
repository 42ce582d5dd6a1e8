import { createRequire } from 'node:module';

import { describe, expect, it } from 'vitest';

import { loadForTest } from './testing/tensorflow.js';

/** Native libraries and CommonJS modules of TensorFlow in this process (every spec file has a process of its own). */
function loadedTensorFlow(): string[] {
  const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] };
  const modules = Object.keys(createRequire(import.meta.url).cache);
  return [...sharedObjects, ...modules].filter((path) => /tensorflow|tfjs/.test(path));
}

describe('@lockstep/model/schema', () => {
  it('loads nothing of TensorFlow', async () => {
    const schema = await import('./schema.js');
    expect(schema.initialWeights(0)).toHaveLength(schema.PARAMETER_COUNT);
    expect(loadedTensorFlow()).toEqual([]);

    // The check itself works: it does see TensorFlow once that is there.
    loadForTest();
    expect(loadedTensorFlow().some((path) => path.includes('libtensorflow'))).toBe(true);
  });
});
