/** The program `infra:credentials`. */
import { join } from 'node:path';
import { readOptions, runProgram } from '@lockstep/cli';
import { COMMAND_LINE, type CredentialsConfig, type ServerAddress } from './config.js';
import { CREDENTIAL_FILES, makeCluster } from './make.js';
import { SERVER_FILES } from './server-config.js';

async function main(): Promise<number> {
  const options = readOptions(COMMAND_LINE, process.argv.slice(2), process.env, process.cwd());
  if (!options) return 0;
  const servers = await makeCluster(options.values, Date.now());
  process.stdout.write(`${nextSteps(options.values, servers)}\n`);
  return 0;
}

function nextSteps({ out, mutualTls, pools }: CredentialsConfig, servers: readonly ServerAddress[]): string {
  const url = servers.map(({ host, port }) => `tls://${host}:${port}`).join(',');
  const pool = pools[0] ?? '';
  const dir = join(out, 'credentials', `worker-${pool}`);
  const { nkey, ca, certificate, key } = CREDENTIAL_FILES;
  return [
    `Made ${out}. Keep ca.key there, because no machine needs it. Copy its folder to each server, and start it with:`,
    ...servers.map(({ name }) => `  nats-server -c ${join(out, 'servers', name, SERVER_FILES.config)}`),
    'Copy the folder of its role to each machine. For a worker:',
    `  export LOCKSTEP_NATS_URL=${url}`,
    `  export LOCKSTEP_CREDS=${join(dir, nkey)} LOCKSTEP_TLS_CA=${join(dir, ca)}`,
    ...(mutualTls ? [`  export LOCKSTEP_TLS_CERT=${join(dir, certificate)} LOCKSTEP_TLS_KEY=${join(dir, key)}`] : []),
    `  npx nx run worker:serve --pool=${pool}`,
  ].join('\n');
}

void runProgram(main);
