import type { Status } from '@lockstep/protocol';

export function sampleStatus(): Omit<Status, 'run'> {
  return {
    leaderEpoch: 1,
    version: 812,
    totalSteps: 1407,
    stepsPerEpoch: 469,
    phase: 'train',
    openMs: 60,
    medianStepMs: 118,
    paused: false,
    waitingFor: '',
    workers: [],
    standbys: [],
    refused: [],
    audited: 0,
    auditsSkipped: 0,
  };
}
