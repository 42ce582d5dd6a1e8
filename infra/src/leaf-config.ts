/**
 * The configuration of a leaf node: a NATS server on a machine with workers of one pool, which connect on loopback without a key.
 * The leaf node has the pool's key and rights in the cluster.
 */
import { join } from 'node:path';
import { quoted } from '@lockstep/access';
import { LEAF_PORT_OFFSET, type ServerAddress } from './config.js';

export const LEAF_FILE = 'leaf.conf';

/**
 * Requests to JetStream from a leaf node reach the cluster only if they name its JetStream domain.
 * https://docs.nats.io/running-a-nats-service/configuration/leafnodes/jetstream_leafnodes
 */
export const HUB_DOMAIN = 'hub';

/** The settings of all leaf nodes of a cluster. */
export interface LeafSettings {
  servers: readonly ServerAddress[];
  /** Folder of a pool's files on its machines; undefined for the folder in which they are made. */
  credentialDir: string | undefined;
  mutualTls: boolean;
  /** Port on loopback. */
  port: number;
}

/**
 * @param dir folder of the pool's files
 * @param seed the pool's key, because nats-server accepts no file for it
 */
export function leafConfig(
  { servers, credentialDir, mutualTls, port }: LeafSettings,
  dir: string,
  seed: string,
): string {
  const urls = servers.map(({ host, port: own }) => quoted(`tls://${host}:${own + LEAF_PORT_OFFSET}`));
  const file = (name: string) => quoted(join(credentialDir ?? dir, name));
  const identity = mutualTls ? `, cert_file: ${file('client.pem')}, key_file: ${file('client.key')}` : '';
  return [
    `listen: "127.0.0.1:${port}"`,
    // Equal to the cluster's, because a message that is too large for one side closes the connection between them.
    'max_payload: 1MB',
    `leafnodes { remotes: [{ urls: [${urls.join(', ')}], nkey: ${seed}, tls { ca_file: ${file('ca.pem')}${identity} } }] }`,
    `mappings { "$JS.API.>": "$JS.${HUB_DOMAIN}.API.>" }`,
    '',
  ].join('\n');
}
