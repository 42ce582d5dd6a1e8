/** The errors of benchmarks. */
import { UserError } from '@lockstep/errors';

/** A measured program ended too early or gave unexpected output. */
export class ProgramFailedError extends UserError {
  constructor(program: string, how: string, lastLines: readonly string[]) {
    super(`${program} ${how}, so there is no measurement. Its last lines:\n${lastLines.join('\n')}`);
  }
}

/** The peers' Python environment could not be made. */
export class PeerSetupError extends UserError {
  constructor(command: string, how: string, oldestPython: string, lastLines: readonly string[]) {
    const output = lastLines.length > 0 ? ` Its last lines:\n${lastLines.join('\n')}` : '';
    super(
      `PyTorch could not be installed for the comparison: "${command}" ${how}. ` +
        `It needs Python ${oldestPython} or newer as python3, with venv and pip, and access to PyPI.${output}`,
    );
  }
}

/** The last line of a peer is not a valid result. */
export class PeerResultError extends UserError {
  constructor(problem: string, options?: ErrorOptions) {
    super(`the last line of the peer is not its result: ${problem}. Correct the script in bench/peers`, options);
  }
}
