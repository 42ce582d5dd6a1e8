/** Who takes part in a run, from the point of view of the NATS server: an account each, and one for every pool of workers. */
import { checkId } from '@lockstep/protocol';

/** The operator asks how the run is, or it to stop, and may do nothing else. A standby is a coordinator. */
export const ROLES = ['coordinator', 'worker', 'sampler', 'client', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/** A role; a worker's has a pool, which all of its worker ids begin with. */
export type Member = { role: Exclude<Role, 'worker'> } | { role: 'worker'; pool: string };

/** The pool of the workers that a coordinator starts itself. */
export const LOCAL_POOL = 'local';

/** The account of a member. @throws InvalidIdError unless its pool can be a token of a subject */
export function accountOf(member: Member): string {
  return member.role === 'worker' ? `worker_${checkId('worker pool', member.pool)}` : member.role;
}

/** Replies to a member's requests come only to it. @throws InvalidIdError unless its pool can be a token of a subject */
export function inboxPrefix(member: Member): string {
  return `_INBOX_${accountOf(member)}`;
}
