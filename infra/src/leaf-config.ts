/**
 * The configuration of a leaf node: a NATS server on a machine with workers of one pool. They reach it on loopback without a key;
 * towards the cluster all of them are that pool, and the cluster holds the leaf node to its rights.
 */
import { join } from 'node:path';
import { quoted } from '@lockstep/access';
import { LEAF_PORT_OFFSET, type ServerAddress } from './config.js';

export const LEAF_FILE = 'leaf.conf';

/**
 * Servers do not carry JetStream's calls between leaf nodes and themselves unless these name whose JetStream is meant.
 * https://docs.nats.io/running-a-nats-service/configuration/leafnodes/jetstream_leafnodes
 */
export const HUB_DOMAIN = 'hub';

/** What all leaf nodes of a cluster have in common. */
export interface LeafSettings {
  servers: readonly ServerAddress[];
  /** Where the files of each pool will lie on its machines; undefined for where they are made. */
  credentialDir: string | undefined;
  mutualTls: boolean;
  /** On loopback. */
  port: number;
}

/** @param dir folder with the pool's files. @param seed the pool's key, of which the server takes no file */
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
    // As the servers of the cluster: what fits one hop and not the next closes the link between them.
    'max_payload: 1MB',
    `leafnodes { remotes: [{ urls: [${urls.join(', ')}], nkey: ${seed}, tls { ca_file: ${file('ca.pem')}${identity} } }] }`,
    `mappings { "$JS.API.>": "$JS.${HUB_DOMAIN}.API.>" }`,
    '',
  ].join('\n');
}
