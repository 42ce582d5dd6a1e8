/** The frame of every benchmark. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  readOptions,
  runProgram,
  stopSignal,
  type CommandLine,
  type OptionSpecs,
  type OptionValues,
} from '@lockstep/cli';
import { machine } from './environment.js';
import { print } from './print.js';

/**
 * Reads the options, measures, and prints the result as one line of JSON, the last one on standard output.
 * @param measure returns the fields of the result besides the name, the machine and the options
 */
export function runBenchmark<S extends OptionSpecs>(
  benchmark: string,
  commandLine: CommandLine<S>,
  measure: (config: OptionValues<S>) => object | Promise<object>,
): void {
  void runProgram(async () => {
    const options = readOptions(commandLine, process.argv.slice(2), process.env, process.cwd());
    if (!options) return 0;
    const config = options.values;
    print(JSON.stringify({ benchmark, machine: machine(), config, ...(await measure(config)) }));
    return 0;
  });
}

/**
 * Measures with a temporary folder.
 * @param measure gets a signal that is aborted on Ctrl-C
 * @throws StopError after Ctrl-C
 */
export async function inTemporaryFolder<T>(measure: (dir: string, signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = stopSignal();
  const dir = await mkdtemp(join(tmpdir(), 'lockstep-bench-'));
  try {
    return await measure(dir, signal);
  } catch (error) {
    // After Ctrl-C, report the stop and not the failures that it caused.
    signal.throwIfAborted();
    throw error;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
