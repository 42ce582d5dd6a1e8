/** The steps of a coordinator in a container, and what a fault costs it. */
import { expect, inject } from 'vitest';
import type { Line } from '../harness/transcript.js';
import type { Container } from './container.js';

/** Share of a core that a worker gets while a run is badly treated, so that it lasts longer than the faults. */
export const SLOW = 0.05;

/** Waits for a worker that is starting to join, with little of a core from its first step on: fast ones would be done too soon. */
export async function slowFromTheStart(worker: Container, share = SLOW): Promise<void> {
  await worker.said(/computes with/);
  await worker.limitCpu(share);
  await worker.said(/joined the run/);
}

export const isStep = ({ fields }: Line) => fields['type'] === 'step';

/** Waits until so many steps are committed. */
export async function step(coordinator: Container, atLeast: number): Promise<void> {
  await coordinator.line(`step ${atLeast}`, (line) => isStep(line) && Number(line.fields['step']) >= atLeast);
}

/** Waits for a step that is committed from now on: the run has to be still going. */
export async function nextStep(coordinator: Container): Promise<void> {
  await coordinator.line('a step', isStep, coordinator.lines.length);
}

/** Waits for the end, which has to be that of the undisturbed run on this machine without containers. */
export async function endsAsUndisturbed(coordinator: Container): Promise<void> {
  expect(await coordinator.ended(), coordinator.output).toBe(0);
  const summary = coordinator.lines.find(({ fields }) => fields['type'] === 'summary');
  const { weights_sha256, test_loss, epoch_losses } = inject('reference');
  expect(summary?.fields).toMatchObject({ weights_sha256, test_loss, epoch_losses });
}

/**
 * Runs a fault, and prints how much longer than usual the longest of its steps took.
 * @param fault may give the coordinator that goes on with the run, if that is another
 */
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

/** Milliseconds between neighbouring steps. */
function intervals(lines: readonly Line[]): number[] {
  const times = lines.filter(isStep).map(({ atMs }) => atMs);
  return times.slice(1).map((atMs, at) => atMs - times[at]!);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
