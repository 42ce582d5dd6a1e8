/** The packages from npm have exact versions and hashes, and npm runs no scripts of packages. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { workspaceRoot } from './paths.js';

interface Locked {
  link?: boolean;
  integrity?: string;
  hasInstallScript?: boolean;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** `npm ci` refuses a lock file that differs from our package.json files. */
const lock = JSON.parse(readFileSync(join(workspaceRoot, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Locked>;
};
const entries = Object.entries(lock.packages);
const foreign = entries.filter(([path, { link }]) => path.includes('node_modules/') && !link);

/** Packages with install scripts, which npm skips. Inspect a new one before adding it here. */
const WOULD_RUN = [
  '@tensorflow/tfjs-node-gpu', // fetches TensorFlow: done by native:setup
  'core-js', // prints an advertisement
  'cpu-features', // optional to ssh2
  'esbuild', // finds its binary, which is another package
  'nx', // starts its daemon
  'protobufjs', // warns about versions
  'ssh2', // compiles an optional addon
];

it('our dependencies have exact versions', () => {
  const ours = entries.filter(([path]) => !path.includes('node_modules/'));
  const versions = ours.flatMap(([path, { dependencies, devDependencies }]) =>
    Object.entries({ ...dependencies, ...devDependencies }).map(([name, version]) => ({ path, name, version })),
  );
  expect(versions.length).toBeGreaterThan(50);
  const loose = versions.filter(
    ({ name, version }) => !(name.startsWith('@lockstep/') ? version === '*' : /^\d+\.\d+\.\d+$/.test(version)),
  );
  expect(loose).toEqual([]);
});

it('every package has a SHA-512', () => {
  expect(foreign.length).toBeGreaterThan(500);
  expect(foreign.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([]);
});

it('npm skips install scripts, and the packages that have them are known', () => {
  const scripts = foreign.filter(([, { hasInstallScript }]) => hasInstallScript);
  expect([...new Set(scripts.map(([path]) => path.replace(/^.*node_modules\//, '')))].sort()).toEqual(WOULD_RUN);
  const setting = execFileSync('npm', ['config', 'get', 'ignore-scripts'], { cwd: workspaceRoot, encoding: 'utf8' });
  expect(setting.trim()).toBe('true');
});
