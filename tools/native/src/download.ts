/** Downloads over HTTPS, for files without a package client. */
import { createWriteStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DownloadError, messageOf } from './errors.js';
import type { Reporter } from './progress.js';

/** Short, because other sources follow an unreachable host. */
const FIRST_BYTE_TIMEOUT_MS = 10_000;

/**
 * Downloads a file. The caller checks its hash.
 * @throws DownloadError
 */
export async function downloadFile(url: string, target: string, reporter: Reporter): Promise<void> {
  let doneBytes = 0;
  const label = `Downloading ${basename(url)}`;
  await reporter.during(label, fetchInto, { doneBytes: () => doneBytes });

  async function fetchInto(): Promise<void> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(new Error('no answer in 10 s')), FIRST_BYTE_TIMEOUT_MS);
    try {
      const response = await fetch(url, { signal: abort.signal });
      clearTimeout(timer);
      if (!response.ok || !response.body) throw new Error(`HTTP status ${response.status}`);
      const body = Readable.fromWeb(response.body);
      body.on('data', (chunk: Buffer) => (doneBytes += chunk.length));
      await pipeline(body, createWriteStream(target));
    } catch (cause) {
      const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
      throw new DownloadError(url, messageOf(inner), { cause });
    } finally {
      clearTimeout(timer);
    }
  }
}
