import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const INFRA = resolve(import.meta.dirname, '..');

it.each<[string, RegExp, number]>([
  ['docker/Dockerfile', /^ARG \w+_IMAGE=(.*)$/gm, 3],
  ['k8s/base/nats.yaml', /^ +image: (.*)$/gm, 1],
  ['k8s/results.yaml', /^ +image: (.*)$/gm, 1],
])('foreign images have a digest in %s', (file, pattern, count) => {
  const images = [...readFileSync(join(INFRA, file), 'utf8').matchAll(pattern)].map(([, image]) => image);
  expect(images).toHaveLength(count);
  for (const image of images) expect(image).toMatch(/^[\w.-]+:[\w.-]+@sha256:[0-9a-f]{64}$/);
});
