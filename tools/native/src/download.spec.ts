import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { downloadFile } from './download.js';
import { DownloadError } from './errors.js';
import { recordingReporter, temporaryFolder } from './testing/temporary.js';

async function withServer(listener: RequestListener, work: (url: string) => Promise<void>): Promise<void> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/file`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

it('downloads a file', async () => {
  const target = join(temporaryFolder(), 'file');
  await withServer(
    (_request, response) => response.end('content'),
    (url) => downloadFile(url, target, recordingReporter()),
  );
  expect(readFileSync(target, 'utf8')).toBe('content');
});

it('reports the status, a broken connection, and an unreachable server', async () => {
  const target = join(temporaryFolder(), 'file');
  const refused = (url: string): Promise<void> => downloadFile(url, target, recordingReporter());
  await withServer(
    (_request, response) => response.writeHead(404).end(),
    (url) => expect(refused(url)).rejects.toThrow(/404/),
  );
  const breakOff: RequestListener = (_request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half');
    setTimeout(() => response.destroy(), 20);
  };
  await withServer(breakOff, (url) => expect(refused(url)).rejects.toThrow(DownloadError));
  await expect(refused('http://127.0.0.1:1/file')).rejects.toThrow(DownloadError);
});
