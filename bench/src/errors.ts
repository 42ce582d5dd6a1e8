/** What can go wrong while measuring. */
import { UserError } from '@lockstep/errors';

/** A measured program ended, or said something else than it should. */
export class ProgramFailedError extends UserError {
  constructor(program: string, how: string, lastLines: readonly string[]) {
    super(`${program} ${how}, so that nothing was measured. Its last lines:\n${lastLines.join('\n')}`);
  }
}

/** The Python environment of the peers could not be made. */
export class PeerSetupError extends UserError {
  constructor(command: string, how: string, oldestPython: string, lastLines: readonly string[]) {
    const said = lastLines.length > 0 ? ` It said:\n${lastLines.join('\n')}` : '';
    super(
      `PyTorch could not be installed to measure against: "${command}" ${how}. ` +
        `Python ${oldestPython} or newer as python3, with venv and pip, and a way to PyPI are needed.${said}`,
    );
  }
}

/** A peer's last line is not a result. */
export class PeerResultError extends UserError {
  constructor(problem: string, options?: ErrorOptions) {
    super(`the last line of the peer is not its result: ${problem}. Mend the script in bench/peers`, options);
  }
}
