import { expect, it } from 'vitest';
import { ConsoleReporter, folderBytes, progressText } from './progress.js';
import { temporaryFolder } from './testing/temporary.js';

it('shows megabytes if they are known, and the time', () => {
  expect(progressText(14_200)).toBe('14 s');
  expect(progressText(14_200, { doneBytes: () => 120e6 })).toBe('120 MB, 14 s');
  expect(progressText(14_200, { doneBytes: () => 120e6, totalBytes: 274e6 })).toBe('120 of 274 MB, 14 s');
});

it('updates one line on a terminal, and prints lines elsewhere', async () => {
  for (const isTTY of [false, true]) {
    let text = '';
    const reporter = new ConsoleReporter({ isTTY, write: (part: string) => (text += part) });
    const result = await reporter.during('Fetching', () => new Promise((resolve) => setTimeout(resolve, 400, 'done')));
    expect(result).toBe('done');
    expect(text).toBe(isTTY ? '\r\x1b[KFetching: 0 s\r\x1b[K' : 'Fetching …\n');
  }
});

it('sums the files of a folder that may not exist', () => {
  const folder = temporaryFolder({ a: '123', 'b/c': '4567' });
  expect(folderBytes(folder)).toBe(7);
  expect(folderBytes(`${folder}/none`)).toBe(0);
});
