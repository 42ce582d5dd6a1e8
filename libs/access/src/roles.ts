/** Roles on the NATS server. Each role has an account, and each pool of workers has one of its own. */
import { checkId } from '@lockstep/protocol';

/** A standby has the role coordinator. An operator may only query the status of a run and stop it. */
export const ROLES = ['coordinator', 'worker', 'sampler', 'client', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/** A role. The role worker has a pool, which is the first part of the ids of its workers. */
export type Member = { role: Exclude<Role, 'worker'> } | { role: 'worker'; pool: string };

/** The pool of the workers that a coordinator starts itself. */
export const LOCAL_POOL = 'local';

/** Returns the account of a member. @throws InvalidIdError for a pool that is not a valid token of a subject */
export function accountOf(member: Member): string {
  return member.role === 'worker' ? `worker_${checkId('worker pool', member.pool)}` : member.role;
}

/** Returns the prefix of the inboxes of a member. No other account shares it. @throws InvalidIdError as {@link accountOf} */
export function inboxPrefix(member: Member): string {
  return `_INBOX_${accountOf(member)}`;
}
