/** Measures of a machine's memory, for tests outside of this library. */
export { footprintOf, memoryOf } from './checks/footprint.js';
