/** What npm brings: exact versions, each with its hash, and no program of a package that runs by itself. */
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

/** `npm ci` refuses a lock file that says other things of our own packages than their package.json. */
const lock = JSON.parse(readFileSync(join(workspaceRoot, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Locked>;
};
const entries = Object.entries(lock.packages);
const foreign = entries.filter(([path, { link }]) => path.includes('node_modules/') && !link);

/** Packages that would run something when they are installed; a new one is to be looked at before it is named here. */
const WOULD_RUN = [
  '@tensorflow/tfjs-node-gpu', // fetches TensorFlow: done by native:setup
  'core-js', // asks for donations
  'cpu-features', // optional to ssh2
  'esbuild', // looks for its own binary, which comes as a package
  'nx', // starts its daemon
  'protobufjs', // warns of versions
  'ssh2', // compiles an optional addon
];

it('every dependency of ours has an exact version', () => {
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

it('every package is verified by its SHA-512', () => {
  expect(foreign.length).toBeGreaterThan(500);
  expect(foreign.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([]);
});

it('no script of a package runs, and those that would are known by name', () => {
  const scripts = foreign.filter(([, { hasInstallScript }]) => hasInstallScript);
  expect([...new Set(scripts.map(([path]) => path.replace(/^.*node_modules\//, '')))].sort()).toEqual(WOULD_RUN);
  const setting = execFileSync('npm', ['config', 'get', 'ignore-scripts'], { cwd: workspaceRoot, encoding: 'utf8' });
  expect(setting.trim()).toBe('true');
});
