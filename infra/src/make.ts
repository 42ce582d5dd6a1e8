/** Makes the folder of a cluster: CA, servers, credentials. */
import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { makeCa, makeClient, makeServer, type Identity, type Validity } from './certificates.js';
import { CLUSTER_FILE, clusterText, type Credential } from './cluster-file.js';
import { addressesOf, serverDirOf, type CredentialsConfig, type ServerAddress } from './config.js';
import { credentialsOf, makeNkey } from './credential.js';
import { LEAF_FILE, leafConfig } from './leaf-config.js';
import { newSecretFolder, secretFolder, writeSecret } from './files.js';
import { accountsFile, SERVER_FILES, serverConfig } from './server-config.js';

export const CREDENTIAL_FILES = { nkey: 'nkey', ca: 'ca.pem', certificate: 'client.pem', key: 'client.key' } as const;

/**
 * @param nowMs start of the certificates' validity
 * @returns the addresses of the servers
 * @throws UsageError for options that do not fit each other, and for a folder that exists
 */
export async function makeCluster(config: CredentialsConfig, nowMs: number): Promise<ServerAddress[]> {
  const { out, pools, days, mutualTls, leaf: withLeaf, credentialDir, port } = config;
  const servers = addressesOf(config);
  await newSecretFolder(out);
  const validity = { nowMs, days };
  const ca = await makeCa('Lockstep NATS', validity);
  await writeIdentity(join(out, 'ca.pem'), join(out, 'ca.key'), ca);

  const leaf = withLeaf ? { servers, credentialDir, mutualTls, port } : undefined;
  const credentials: Credential[] = [];
  await secretFolder(join(out, 'credentials'));
  for (const { name, member } of credentialsOf(pools)) {
    const { publicKey, seed } = makeNkey();
    const dir = join(out, 'credentials', name);
    await secretFolder(dir);
    await writeSecret(join(dir, CREDENTIAL_FILES.nkey), `${seed}\n`);
    await writeSecret(join(dir, CREDENTIAL_FILES.ca), ca.certificate);
    if (mutualTls) {
      const { certificate, key } = CREDENTIAL_FILES;
      await writeIdentity(join(dir, certificate), join(dir, key), await makeClient(ca, name, validity));
    }
    if (leaf && member.role === 'worker') await writeSecret(join(dir, LEAF_FILE), leafConfig(leaf, resolve(dir), seed));
    credentials.push({ name, member, publicKey });
  }

  await secretFolder(join(out, 'servers'));
  const cluster = { servers: servers.map(({ name }) => name), pools, credentials, leaf };
  const accounts = accountsFile(cluster);
  const routePassword = randomBytes(24).toString('base64url');
  for (const self of servers) await writeServer(self, { config, servers, ca, validity, accounts, routePassword });
  await writeSecret(join(out, CLUSTER_FILE), clusterText(cluster));
  return servers;
}

interface Shared {
  config: CredentialsConfig;
  servers: readonly ServerAddress[];
  ca: Identity;
  validity: Validity;
  accounts: string;
  routePassword: string;
}

async function writeServer(self: ServerAddress, shared: Shared): Promise<void> {
  const { config, servers, ca, validity, accounts, routePassword } = shared;
  const { mutualTls, leaf } = config;
  const made = join(config.out, 'servers', self.name);
  await secretFolder(made);
  const dir = serverDirOf(config, self.name);
  const storeDir = config.storeDir ?? join(dir, 'jetstream');
  const settings = { self, servers, dir, storeDir, mutualTls, leaf, routePassword };
  const hosts = [...new Set([self.host.replace(/^\[|\]$/g, ''), ...config.names, 'localhost', '127.0.0.1'])];
  const identity = await makeServer(ca, hosts, validity);
  await writeIdentity(join(made, SERVER_FILES.certificate), join(made, SERVER_FILES.key), identity);
  await writeSecret(join(made, SERVER_FILES.ca), ca.certificate);
  await writeSecret(join(made, SERVER_FILES.config), serverConfig(settings));
  await writeSecret(join(made, SERVER_FILES.accounts), accounts);
}

async function writeIdentity(certificatePath: string, keyPath: string, identity: Identity): Promise<void> {
  await writeSecret(certificatePath, identity.certificate);
  await writeSecret(keyPath, identity.key);
}
