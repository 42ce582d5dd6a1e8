/** Program of process.spec.ts, which uses the built library: `node program.js NAME` runs the entry NAME of PROGRAMS. */
import { UserError } from '../../../errors/dist/index.js';
import { runProgram, stopped, stopSignal, UsageError } from '../../dist/index.js';

function waitForStop({ then }) {
  return new Promise((resolve) => {
    // Keeps the process alive, as a connection does.
    const timer = setInterval(() => undefined, 1000);
    void stopped(stopSignal()).then((reason) => {
      process.stdout.write(`stop: ${reason}\n`);
      if (!then) return;
      clearInterval(timer);
      setTimeout(() => resolve(then.code), then.afterMs);
    });
    process.stdout.write('ready\n');
  });
}

const PROGRAMS = {
  well: async () => 0,
  code: async () => 130,
  usage: async () => {
    throw new UsageError('--epochs=x: expected an integer\nTry --help.');
  },
  mistake: async () => {
    throw new UserError('the disk is full: free some space');
  },
  system: async () => {
    const { readFile } = await import('node:fs/promises');
    await readFile('/no/such/file');
    return 0;
  },
  defect: async () => undefined.length,
  wrongArgument: async () => {
    const { readFile } = await import('node:fs/promises');
    await readFile(undefined);
    return 0;
  },
  thrown: async () => {
    throw 'just a string';
  },
  lingers: async () => {
    setInterval(() => undefined, 1000);
    return 3;
  },
  stops: () => waitForStop({ then: { code: 0, afterMs: 100 } }),
  hangs: () => waitForStop({}),
};

await runProgram(PROGRAMS[process.argv[2]]);
