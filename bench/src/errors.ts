/** What can go wrong while measuring. */

/** A measured program ended, or said something else than it should. */
export class ProgramFailedError extends Error {
  override readonly name = 'ProgramFailedError';

  constructor(program: string, how: string, lastLines: readonly string[]) {
    super(`${program} ${how}, so that nothing was measured. Its last lines:\n${lastLines.join('\n')}`);
  }
}

/** Somebody stopped the measuring. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';

  constructor(reason: string) {
    super(`stopped: ${reason}`);
  }
}

/** An earlier commit could not be brought here or built. */
export class EarlierVersionError extends Error {
  override readonly name = 'EarlierVersionError';

  constructor(command: string, output: string) {
    super(`the earlier version could not be built: "${command}" failed. It said:\n${output}`);
  }
}
