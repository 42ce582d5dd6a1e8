/** Kinds of options that several benchmarks have. */
import { integer, positiveNumber } from '@lockstep/cli';

/** A whole number. */
export function count(help: string, defaultValue: number, least = 1, most = 1e6) {
  return { value: 'n', help, default: defaultValue, parse: integer(least, most) };
}

/** Whole numbers from 1 on, separated by commas. */
export function counts(help: string, defaultValue: readonly number[], most: number) {
  const parse = (text: string): readonly number[] => text.split(',').map((part) => integer(1, most)(part.trim()));
  return { value: 'n,n,…', help, default: defaultValue, defaultText: defaultValue.join(','), parse };
}

/** A duration. */
export function duration(unit: 'ms' | 's', help: string, defaultValue: number) {
  return { value: unit, help, default: defaultValue, parse: positiveNumber };
}

/** Parameters of the model of a benchmark with emulated computing. */
export function parameterCounts(help: string, defaultValue: readonly number[]) {
  return counts(`float32 parameters of the models, 4 bytes each; ${help}`, defaultValue, 250_000_000);
}

/** The end of --help. */
export function epilogue(result: string, examples: readonly string[]): string {
  return [
    `The last line on standard output is the result as JSON: ${result}`,
    'Run it on an idle machine. bench/README.md explains what is measured and why the comparison is fair.',
    'Examples:',
    ...examples.map((example) => `  npx nx run bench:${example}`),
  ].join('\n');
}
