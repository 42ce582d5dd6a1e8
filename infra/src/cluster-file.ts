/** `cluster.json` in the folder of a cluster, which later changes read. It contains no secret. */
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
  /** Names of the folders of the servers. */
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

/** @throws UsageError for a folder that `infra:credentials` did not make */
export async function readCluster(dir: string): Promise<Cluster> {
  try {
    const cluster = JSON.parse(await readFile(join(dir, CLUSTER_FILE), 'utf8')) as Cluster;
    for (const list of [cluster.servers, cluster.pools, cluster.credentials]) {
      if (!Array.isArray(list)) throw new Error('it lacks a list');
    }
    return cluster;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(
      `--out: ${dir} has no valid ${CLUSTER_FILE} (${why}): give the folder that infra:credentials made`,
      { cause },
    );
  }
}
