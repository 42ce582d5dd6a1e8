import { UserError } from '@lockstep/errors';

/** An emulated run did not end, or not with the weights that it must end with. */
export class EmulatedRunError extends UserError {
  constructor(what: string) {
    super(`the emulated run was measured in vain: ${what}`);
  }
}
