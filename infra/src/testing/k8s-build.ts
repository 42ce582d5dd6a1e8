/** Builds infra/k8s by the commands of its README, and parses the objects. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readOptions } from '@lockstep/cli';
import { ensureKustomize, kubernetesSchemas, MissingToolError } from '@lockstep/native';
import { parseAllDocuments } from 'yaml';
import { COMMAND_LINE } from '../config.js';
import { makeCluster } from '../make.js';
import type { K8sObject } from './k8s-objects.js';

export const ROOT = resolve(import.meta.dirname, '../../..');
export const OVERLAYS = ['cpu', 'gpu', 'autoscaled', 'small'] as const;
export type Overlay = (typeof OVERLAYS)[number];

export interface Tools {
  kustomize: string;
  /** Folder of OpenAPI schemas. */
  schemas: string;
}

/** Returns undefined with a message when the tools are not available, which is an error in CI (CI=true). */
export async function findTools(): Promise<Tools | undefined> {
  try {
    return { kustomize: await ensureKustomize(), schemas: await kubernetesSchemas() };
  } catch (error) {
    if (!(error instanceof MissingToolError) || process.env['CI'] === 'true') throw error;
    const box = '='.repeat(100);
    process.stderr.write(`${box}\nNOT RUN: the tests of infra/k8s. ${error.message}\n${box}\n`);
    return undefined;
  }
}

export class K8sFolder {
  private constructor(private readonly folder: string) {}

  /** Copies infra/k8s and makes the credentials by the commands of its README. */
  static async make(nowMs: number): Promise<K8sFolder> {
    const folder = mkdtempSync(join(tmpdir(), 'lockstep-k8s-'));
    const isMade = (path: string) => path.endsWith('/credentials');
    cpSync(join(ROOT, 'infra/k8s'), join(folder, 'infra/k8s'), {
      recursive: true,
      filter: (path) => !isMade(path),
    });
    for (const args of commands('infra:credentials')) {
      const options = readOptions(COMMAND_LINE, args, {}, folder);
      if (!options) throw new Error(`README.md: infra:credentials ${args.join(' ')} prints help only`);
      const { values } = options;
      await makeCluster({ ...values, out: join(folder, values.out) }, nowMs);
    }
    return new K8sFolder(folder);
  }

  path(...parts: string[]): string {
    return join(this.folder, 'infra/k8s', ...parts);
  }

  build(kustomize: string, overlay: Overlay): K8sObject[] {
    return parseObjects(execFileSync(kustomize, ['build', this.path('overlays', overlay)], { encoding: 'utf8' }));
  }

  /** Runs the lines of the README that begin with `word` in the copy. */
  runFromReadme(word: string): void {
    for (const line of readmeLines().filter((own) => own.startsWith(`${word} `)))
      execFileSync('sh', ['-c', line], { cwd: this.folder });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** @throws YAMLParseError */
export function parseObjects(text: string): K8sObject[] {
  // Kubernetes reads YAML 1.1, where 0440 is octal.
  return parseAllDocuments(text, { version: '1.1' }).map((document) => {
    const [error] = document.errors;
    if (error) throw error;
    return document.toJS() as K8sObject;
  });
}

/** Arguments of each `npx nx run TARGET …` in the README of infra/k8s. */
function commands(target: string): string[][] {
  const lines = readmeLines().map((line) => line.split(/\s+/));
  return lines.filter((words) => words.slice(0, 4).join(' ') === `npx nx run ${target}`).map((words) => words.slice(4));
}

export function readmeLines(): string[] {
  const text = readFileSync(join(ROOT, 'infra/k8s/README.md'), 'utf8');
  return text.split('\n').map((line) => line.trim());
}
