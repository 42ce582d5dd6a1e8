/** Prints the result of a run, or how to resume it. */
import { relative } from 'node:path';
import type { Summary } from '../run/outputs.js';
import type { RunFolder } from '../run/run-folder.js';
import type { RunResult } from '../train.js';
import type { Report } from './report.js';

export function printResult(report: Report, folder: RunFolder, result: RunResult): void {
  const dir = relative(process.cwd(), folder.dir);
  switch (result.kind) {
    case 'finished':
      return printSummary(report, dir, result.summary);
    case 'over':
      return report.result(`The run ${folder.run} is over: another coordinator finished it.`, {
        type: 'over',
      });
    case 'stopped':
      return report.result(
        result.standbys > 0
          ? 'Stopped. A standby takes the run over.'
          : `Stopped. Resume with: npx nx run coordinator:serve --resume=${dir}`,
        { type: 'stopped' },
      );
  }
}

function printSummary(report: Report, dir: string, summary: Summary): void {
  const losses = summary.epoch_losses.map((loss) => loss.toFixed(4)).join(', ');
  report.result(
    `Done: ${summary.steps} steps, ${losses && `epoch losses ${losses}, `}test loss ${summary.test_loss.toFixed(4)}, ` +
      `${summary.samples_per_second.toFixed(0)} samples/s\n` +
      `weights ${summary.weights_sha256}\n` +
      `Figures: ${dir}/figures   Checkpoints: ${dir}/checkpoints   Summary: ${dir}/summary.json`,
    { type: 'summary', ...summary },
  );
}
