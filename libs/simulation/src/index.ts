/** What tests outside of this library compare clusters with: the same training in one loop, on a model that costs nothing. */
export { footprintOf, memoryOf } from './checks/footprint.js';
export { bitsOf, referenceRun, type Reference } from './checks/reference.js';
export { STAND_IN_PARAMETERS, StandInModel, standInWeights } from './checks/stand-in-model.js';
