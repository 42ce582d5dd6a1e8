/**
 * Finds paths in the documents that do not exist: targets of relative links, and paths such as `libs/optim/src/sum.ts` in code
 * spans, in which `*` matches any characters of a name. docs/log.md is excluded, because it describes earlier versions.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const ROOTS = /^(apps|libs|tasks|tools|infra|e2e|fuzz|bench|docs)\/[\w.*/-]+$/;

/** All files of the working tree that git does not ignore. */
function filesOfRepository() {
  const list = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' });
  return list.split('\n').filter((path) => path !== '' && existsSync(path));
}

/** The broken paths of a document, as `document: path`. */
export function brokenPaths(document, text, files) {
  const exists = (path) => {
    if (!path.includes('*')) return existsSync(path);
    const pattern = path.split('*').map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return files.some((file) => new RegExp(`^${pattern.join('[^/]*')}$`).test(file));
  };
  const prose = text.replace(/^( {4}|```).*$/gm, '');
  const links = [...prose.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
    .map(([, target]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => normalize(join(dirname(document), target)));
  const spans = [...prose.matchAll(/`([^`\s]+)`/g)].map(([, path]) => path).filter((path) => ROOTS.test(path));
  return [...links, ...spans].filter((path) => !exists(path)).map((path) => `${document}: ${path}`);
}

/** The broken paths of all documents of the repository. */
export function allBrokenPaths() {
  const files = filesOfRepository();
  const documents = files.filter((path) => path.endsWith('.md') && path !== 'docs/log.md');
  return documents.flatMap((document) => brokenPaths(document, readFileSync(document, 'utf8'), files));
}
