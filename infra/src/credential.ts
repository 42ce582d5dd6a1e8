/** The credentials of a cluster and their NKEYs. */
import type { Member } from '@lockstep/access';
import { createUser } from 'nkeys.js';

/** The standby has the rights of the coordinator and its own key, so that each key can be revoked separately. */
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
  /** Known to the servers. */
  publicKey: string;
  /** Known to the owner only. */
  seed: string;
}

export function makeNkey(): Nkey {
  const pair = createUser();
  const nkey = { publicKey: pair.getPublicKey(), seed: new TextDecoder().decode(pair.getSeed()) };
  pair.clear();
  return nkey;
}
