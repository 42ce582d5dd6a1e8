/** A configuration of UNet2DModel that is contradictory, or has a setting that this implementation does not have. */
export class UNet2DConfigError extends Error {
  override readonly name = 'UNet2DConfigError';
}
