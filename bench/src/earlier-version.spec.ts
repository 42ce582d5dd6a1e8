import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashOfFolder, samePackages } from './earlier-version.js';

const earlier = {
  '': {},
  'libs/data': { version: '0.1.0' },
  'node_modules/@lockstep/data': { link: true },
  'node_modules/nats': { version: '2.29.3' },
  'node_modules/a/node_modules/b': { version: '1.0.0' },
};

describe('samePackages', () => {
  it('holds for the same packages, and for more than those', () => {
    expect(samePackages(earlier, { ...earlier, 'node_modules/new': { version: '1.0.0' } })).toBe(true);
  });

  it('passes over packages of our own, whose versions say nothing', () => {
    expect(samePackages(earlier, { ...earlier, 'libs/data': { version: '0.2.0' } })).toBe(true);
  });

  it.each(['node_modules/nats', 'node_modules/a/node_modules/b'])('does not hold for another version of %s', (path) => {
    expect(samePackages(earlier, { ...earlier, [path]: { version: '9.9.9' } })).toBe(false);
  });

  it('does not hold when a package is missing', () => {
    expect(samePackages({ ...earlier, 'node_modules/gone': { version: '1.0.0' } }, earlier)).toBe(false);
  });
});

describe('hashOfFolder', () => {
  it('tells folders apart by names and contents, and nothing else', () => {
    const dir = mkdtempSync(join(tmpdir(), 'lockstep-bench-'));
    try {
      const [one, other] = [join(dir, 'one'), join(dir, 'other')];
      mkdirSync(join(one, 'sub'), { recursive: true });
      writeFileSync(join(one, 'a'), 'x');
      writeFileSync(join(one, 'sub', 'b'), 'y');
      cpSync(one, other, { recursive: true });
      expect(hashOfFolder(other)).toBe(hashOfFolder(one));
      writeFileSync(join(other, 'sub', 'b'), 'z');
      expect(hashOfFolder(other)).not.toBe(hashOfFolder(one));
      writeFileSync(join(other, 'sub', 'b'), 'y');
      renameSync(join(other, 'a'), join(other, 'c'));
      expect(hashOfFolder(other)).not.toBe(hashOfFolder(one));
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
