/** The figures of a run: numbers in, PNG bytes out. */
export {
  corruptionFigure,
  datasetFigure,
  IMAGES_PER_ROW,
  type CorruptionFigure,
  type DatasetFigure,
} from './dataset.js';
export {
  predictionsFigure,
  samplesFigure,
  samplingFigure,
  type PredictionsFigure,
  type SamplesFigure,
  type SamplingFigure,
} from './denoising.js';
export {
  FigureError,
  FigureNumberError,
  FigureTooLargeError,
  FontError,
  ImageCountError,
  ListLengthError,
} from './errors.js';
export { lossFigure, type LossFigure } from './loss.js';
export { IMAGE_PIXELS, IMAGE_SIDE } from './pixels.js';
