/** TensorFlow as every test uses it: one thread, so that results do not depend on the machine's cores. */
import { loadTensorFlow, type LoadedTensorFlow } from '@lockstep/tensorflow';

export function loadForTest(): LoadedTensorFlow {
  return loadTensorFlow({ threads: 1 });
}
