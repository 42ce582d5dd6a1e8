/** The steps of a coordinator in a container, and the time that a fault costs. */
import { expect } from 'vitest';
import { denoise, referenceOf } from '../harness/experiment.js';
import { isStep } from '../harness/programs.js';
import type { Line } from '../harness/transcript.js';
import type { Container } from './container.js';

/** Share of a core of a worker during faults, so that the run lasts longer than the faults. */
export const SLOW = 0.05;

/** Waits for a starting worker to join, and limits its share of a core before its first step. */
export async function slowFromTheStart(worker: Container, share = SLOW): Promise<void> {
  await worker.said(/computes with/);
  await worker.limitCpu(share);
  await worker.said(/joined the run/);
}

/** Waits for a step number of at least `atLeast`. */
export async function step(coordinator: Container, atLeast: number): Promise<void> {
  await coordinator.line(`step ${atLeast}`, (line) => isStep(line) && Number(line.fields['step']) >= atLeast);
}

/** Waits for a step that is committed from now on. */
export async function nextStep(coordinator: Container): Promise<void> {
  await coordinator.line('a step', isStep, coordinator.lines.length);
}

/** Waits for the end of the run, which has to equal the undisturbed run without containers. */
export async function endsAsUndisturbed(coordinator: Container): Promise<void> {
  expect(await coordinator.ended(), coordinator.output).toBe(0);
  const summary = coordinator.lines.find(({ fields }) => fields['type'] === 'summary');
  const { weights_sha256, test_loss, epoch_losses } = (await referenceOf(await denoise())).summary;
  expect(summary?.fields).toMatchObject({ weights_sha256, test_loss, epoch_losses });
}

/** Runs a fault, which may return another coordinator that continues the run. Prints how much longer than the median its longest step took. */
export async function timeLost(
  coordinator: Container,
  name: string,
  fault: () => Promise<Container | undefined>,
): Promise<void> {
  const medianStepMs = median(intervals(coordinator.lines));
  const before = coordinator.lines.findLastIndex(isStep);
  const successor = await fault();
  await (successor ? step(successor, 1) : nextStep(coordinator));
  const lines = [...coordinator.lines.slice(before), ...(successor?.lines ?? [])];
  const lostMs = Math.max(...intervals(lines)) - medianStepMs;
  console.log(`${name}: ${Math.max(0, lostMs).toFixed(0)} ms lost (a step takes ${medianStepMs.toFixed(0)} ms)`);
}

/** Milliseconds between consecutive steps. */
function intervals(lines: readonly Line[]): number[] {
  const times = lines.filter(isStep).map(({ atMs }) => atMs);
  return times.slice(1).map((atMs, at) => atMs - times[at]!);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
