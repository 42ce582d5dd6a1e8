/** The credentials of a cluster: who has one, and the NKEY that it is. */
import type { Member } from '@lockstep/access';
import { createUser } from 'nkeys.js';

/** A standby is a second coordinator, with a key of its own so that each can be revoked alone. */
export function credentialsOf(pools: readonly string[]): { name: string; member: Member }[] {
  return [
    { name: 'coordinator', member: { role: 'coordinator' } },
    { name: 'standby', member: { role: 'coordinator' } },
    ...pools.map((pool) => ({ name: `worker-${pool}`, member: { role: 'worker' as const, pool } })),
    { name: 'sampler', member: { role: 'sampler' } },
    { name: 'client', member: { role: 'client' } },
    { name: 'operator', member: { role: 'operator' } },
  ];
}

export interface Nkey {
  /** What the server knows. */
  publicKey: string;
  /** What only its owner knows. */
  seed: string;
}

export function makeNkey(): Nkey {
  const pair = createUser();
  const nkey = { publicKey: pair.getPublicKey(), seed: new TextDecoder().decode(pair.getSeed()) };
  pair.clear();
  return nkey;
}
