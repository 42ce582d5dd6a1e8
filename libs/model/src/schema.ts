/** What may be known about the model without loading TensorFlow; the coordinator's entry point. */
export { ParameterLayoutError } from './errors.js';
export { initialWeights } from './init.js';
export {
  fromTorchTensors,
  PARAMETER_COUNT,
  PARAMETERS,
  schemaHash,
  toTorchTensors,
  type ParameterSpec,
} from './parameters.js';
