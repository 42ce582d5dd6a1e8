/** The summary of a finished run. */
import type { CoordinatorMachine } from '@lockstep/cluster';
import type { CoordinatorConfig } from '../config.js';
import type { Progress } from '../console/progress.js';
import type { ChaosSummary } from '../local/chaos/ledger.js';
import { auditSummary } from './audit.js';
import { speedOf, type Summary } from './outputs.js';

export interface SummaryOptions {
  config: CoordinatorConfig;
  run: string;
  machine: CoordinatorMachine;
  progress: Progress;
  testLoss: number | undefined;
  chaos: ChaosSummary | undefined;
  weightsSha256: string | undefined;
}

export function summaryOf(options: SummaryOptions): Summary {
  const { config, run, machine, progress, testLoss, chaos, weightsSha256 } = options;
  const { version, epochLosses, fingerprint } = machine.training;
  return {
    run,
    dataset: config.dataset,
    seed: config.seed,
    steps: version,
    epoch_losses: [...epochLosses],
    ...speedOf(Math.round(progress.averageSamplesPerSecond * 10) / 10),
    workers: progress.mostWorkers,
    fingerprint: fingerprint ?? '',
    mixed_numerics: config.mixedNumerics,
    weights_sha256: weightsSha256 ?? '',
    test_loss: testLoss ?? NaN,
    ...(config.audit > 0 && { audit: auditSummary(config.audit, machine.status(performance.now())) }),
    ...(chaos && { chaos }),
  };
}
