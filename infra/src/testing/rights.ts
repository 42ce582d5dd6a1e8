/** Tests the rights of each credential on a server. */
import { Rights } from '@lockstep/access/testing';
import type { SecuredCluster } from './secured-cluster.js';

export { readCalls, receivedDuring as heardDuring, SETTLE_MS } from '@lockstep/access/testing';

/** An arbitrary run, which the server does not know. */
const rights = new Rights('run-7', ['a', 'b']);
export const { subjects, streams: STREAMS, published: PUBLISHED } = rights;

/** Publishes to all subjects with a credential. Returns the subjects that the server allowed. */
export async function letThrough(cluster: SecuredCluster, name: string, server?: number): Promise<string[]> {
  const refused: string[] = [];
  return rights.letThrough(await cluster.connect(name, refused, {}, server), refused);
}

/** Subscribes to all subjects with a credential. Returns those that the server allowed. */
export async function allowedToHear(cluster: SecuredCluster, name: string): Promise<string[]> {
  return rights.allowedToSubscribe(await cluster.connect(name));
}
