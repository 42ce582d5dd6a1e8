/**
 * The task `denoise`: a small UNet learns to remove noise from images of handwritten digits or clothes. It follows "Diffusion models
 * from scratch" of the Hugging Face course on diffusion models.
 */
import { BASIC_UNET } from '@lockstep/model';
import type { Task } from '@lockstep/task';

import { imageData } from './data.js';

const denoise: Task = {
  name: 'denoise',
  parameters: BASIC_UNET,
  data: imageData,
  defaults: { batchSize: 128, shards: 4, epochs: 3, learningRate: 1e-3 },
  // Imported when called, because the coordinator needs neither TensorFlow nor a canvas.
  learner: async (options) => (await import('./learner.js')).createLearner(options),
  gallery: async (options) => (await import('./gallery.js')).createGallery(options),
};

export default denoise;
