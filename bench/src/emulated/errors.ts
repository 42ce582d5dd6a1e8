import { UserError } from '@lockstep/errors';

/** An emulated run did not finish, or ended with wrong weights. */
export class EmulatedRunError extends UserError {
  constructor(what: string) {
    super(`the emulated run gave no measurement: ${what}`);
  }
}
