/** A promise is broken. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

/** @throws Violation */
export function fail(message: string): never {
  throw new Violation(message);
}
