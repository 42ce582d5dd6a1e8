/** Output for people. */

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(1)} %`;
}
