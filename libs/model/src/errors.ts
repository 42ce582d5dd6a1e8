/** Errors of this library, one class per case. */
import { UserError } from '@lockstep/errors';

/** The number of values in a batch does not fit its number of images. */
export class BatchShapeError extends UserError {}

/** A configuration of UNet2DModel is contradictory or not implemented, or the network's inputs do not fit it. */
export class UNet2DConfigError extends UserError {}
