/** What each credential can really do on a server. */
import { Rights } from '@lockstep/access/testing';
import type { SecuredCluster } from './secured-cluster.js';

export { readCalls, receivedDuring as heardDuring, SETTLE_MS } from '@lockstep/access/testing';

/** Any run: the server has not been told of it. */
const rights = new Rights('run-7', ['a', 'b']);
export const { subjects, streams: STREAMS, published: PUBLISHED } = rights;

/** Publishes to everything with a credential. Returns what the server let through. */
export async function letThrough(cluster: SecuredCluster, name: string, server?: number): Promise<string[]> {
  const refused: string[] = [];
  return rights.letThrough(await cluster.connect(name, refused, {}, server), refused);
}

/** Listens to everything with a credential. Returns what the server allowed. */
export async function allowedToHear(cluster: SecuredCluster, name: string): Promise<string[]> {
  return rights.allowedToSubscribe(await cluster.connect(name));
}
