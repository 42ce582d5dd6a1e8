/** Revocation of keys. */
import { join, resolve } from 'node:path';
import { UsageError } from '@lockstep/cli';
import { CLUSTER_FILE, clusterText, readCluster, type Cluster } from './cluster-file.js';
import { credentialsOf, makeNkey } from './credential.js';
import { replaceSecret } from './files.js';
import { LEAF_FILE, leafConfig } from './leaf-config.js';
import { CREDENTIAL_FILES } from './make.js';
import type { RevokeConfig } from './revoke-config.js';
import { accountsFile, SERVER_FILES } from './server-config.js';

/**
 * Removes the key of a credential from the servers' configuration. With `renew` a new key replaces it.
 * @returns the changed cluster
 * @throws UsageError for an unknown folder or credential
 */
export async function revoke({ out, credential, renew }: RevokeConfig): Promise<Cluster> {
  const cluster = await readCluster(out);
  const all = credentialsOf(cluster.pools);
  const found = all.find(({ name }) => name === credential);
  if (!found) {
    const names = all.map(({ name }) => name).join(', ');
    throw new UsageError(
      `--credential${credential === undefined ? ' is missing' : `: there is no "${credential}"`}: give one of ${names}`,
    );
  }
  const others = cluster.credentials.filter(({ name }) => name !== found.name);
  if (!renew && others.length === cluster.credentials.length) {
    throw new UsageError(`--credential: "${found.name}" is already revoked: give --renew to make a new key`);
  }
  const credentials = [...others];
  if (renew) {
    const { publicKey, seed } = makeNkey();
    const dir = join(out, 'credentials', found.name);
    await replaceSecret(join(dir, CREDENTIAL_FILES.nkey), `${seed}\n`);
    if (cluster.leaf && found.member.role === 'worker') {
      await replaceSecret(join(dir, LEAF_FILE), leafConfig(cluster.leaf, resolve(dir), seed));
    }
    credentials.push({ ...found, publicKey });
  }
  const changed = { ...cluster, credentials };
  await replaceSecret(join(out, CLUSTER_FILE), clusterText(changed));
  const accounts = accountsFile(changed);
  for (const name of changed.servers) {
    await replaceSecret(join(out, 'servers', name, SERVER_FILES.accounts), accounts);
  }
  return changed;
}
