/** The end of the processes of an emulated run that speaks to the benchmark; they end with it. */
import type { ProcessReply } from './messages.js';

/** Of no model: only equal everywhere. */
export const SCHEMA = '0'.repeat(64);

process.on('disconnect', () => process.exit(1));

export function reply(message: ProcessReply): void {
  process.send?.(message);
}
