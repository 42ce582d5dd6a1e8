/** What later changes of a cluster have to know of it: `cluster.json` in its folder. It holds no secret. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Member } from '@lockstep/access';
import { UsageError } from '@lockstep/cli';
import type { LeafSettings } from './leaf-config.js';

export interface Credential {
  name: string;
  member: Member;
  publicKey: string;
}

export interface Cluster {
  /** Names of the servers' folders. */
  servers: readonly string[];
  pools: readonly string[];
  credentials: readonly Credential[];
  /** Undefined for a cluster without leaf nodes. */
  leaf?: LeafSettings | undefined;
}

export const CLUSTER_FILE = 'cluster.json';

export function clusterText(cluster: Cluster): string {
  return `${JSON.stringify(cluster, null, 2)}\n`;
}

/** @throws UsageError for a folder that `infra:credentials` has not made */
export async function readCluster(dir: string): Promise<Cluster> {
  try {
    const cluster = JSON.parse(await readFile(join(dir, CLUSTER_FILE), 'utf8')) as Cluster;
    for (const list of [cluster.servers, cluster.pools, cluster.credentials]) {
      if (!Array.isArray(list)) throw new Error('a list is missing in it');
    }
    return cluster;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(
      `--out: ${dir} holds no ${CLUSTER_FILE} that infra:credentials has made (${why}): name the folder that it made`,
      { cause },
    );
  }
}
