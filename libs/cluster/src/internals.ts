/** Parts of the machines, for the simulator's mutants and for tests. Programs use the main entry point only. */
export type { Member } from './membership/members.js';
export { Election } from './node/election.js';
export { Saves } from './node/saves.js';
export type { PendingSave } from './node/saves.js';
export { Gradients } from './standby/gradients.js';
export { Audits } from './step/audits.js';
export type { Opinion, Verdict } from './step/audits.js';
export { Leasing } from './step/leasing.js';
export { OpenStep } from './step/open-step.js';
export { WeightsInbox } from './worker/weights.js';
export { MOST_PENDING, World } from './world.js';
