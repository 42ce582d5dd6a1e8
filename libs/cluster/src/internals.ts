/** Parts of the machines, for the simulator's mutants and for tests. Programs use the main entry point only. */
export { Audits } from './coordinator/audits.js';
export type { Opinion, Verdict } from './coordinator/audits.js';
export { GradientReceiver } from './coordinator/gradient-receiver.js';
export { Leasing } from './coordinator/leasing.js';
export type { Member } from './coordinator/members.js';
export type { StepLeases } from './coordinator/step-leases.js';
export { Election } from './node/election.js';
export { Saves } from './node/saves.js';
export type { PendingSave } from './node/saves.js';
export { Gradients } from './standby/gradients.js';
export { WeightsInbox } from './worker/weights.js';
export { MOST_PENDING, World } from './world.js';
