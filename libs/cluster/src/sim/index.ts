/** What tests outside of this library compare clusters with: the same training in one loop, on a model that costs nothing. */
export { bitsOf, referenceRun, type Reference } from './reference.js';
export { footprintOf, memoryOf } from './footprint.js';
export { STAND_IN_PARAMETERS, StandInModel, standInWeights } from './stand-in-model.js';
