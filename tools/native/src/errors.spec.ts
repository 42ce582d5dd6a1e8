import { expect, it } from 'vitest';
import { CommandError, UnavailableError } from './errors.js';

it('the error of a failed program has the helpful lines of its output', () => {
  const compiler = 'tfjs_backend.cc:3:10: fatal error: tensorflow/c/c_api.h: No such file';
  const output = [
    ...Array.from({ length: 30 }, (_, i) => `earlier line ${i}`),
    compiler,
    'make: *** [tfjs_binding.o] Error 1',
    'gyp ERR! stack Error: `make` failed with exit code: 2',
    ...Array.from({ length: 15 }, () => 'gyp ERR! stack     at ChildProcess.emit (node:events:524:28)'),
    'gyp ERR! System Linux',
    'gyp ERR! not ok',
  ].join('\n');
  const { message } = new CommandError('node-gyp build', 'ended with code 1', output);
  expect(message).toContain(compiler);
  expect(message).not.toMatch(/ChildProcess|not ok|earlier line 0/);
});

it('the error lists every source with its reason, and then the remedy', () => {
  const attempts = [
    { source: 'the wheel', error: new Error('pip is missing') },
    { source: 'the download', error: 'no answer' },
  ];
  const { message } = new UnavailableError('TensorFlow', attempts, 'Install pip.');
  expect(message).toBe(
    'TensorFlow could not be set up.\n  - the wheel: pip is missing\n  - the download: no answer\nInstall pip.',
  );
});
