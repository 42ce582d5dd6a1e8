/** Access rights on a NATS server of Lockstep, and the accounts that enforce them. */
export { accountsConfig, quoted } from './accounts.js';
export type { Access, User } from './accounts.js';
export { accountOf, inboxPrefix, LOCAL_POOL, ROLES } from './roles.js';
export type { Member, Role } from './roles.js';
export { ANY_RUN, sharesOf } from './shares.js';
export type { Share } from './shares.js';
