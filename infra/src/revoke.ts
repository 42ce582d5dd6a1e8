/** The program `infra:revoke`. */
import { join } from 'node:path';
import { readOptions, runProgram } from '@lockstep/cli';
import { CREDENTIAL_FILES } from './make.js';
import { revoke } from './revocation.js';
import { REVOKE_COMMAND_LINE } from './revoke-config.js';
import { SERVER_FILES } from './server-config.js';

async function main(): Promise<number> {
  const options = readOptions(REVOKE_COMMAND_LINE, process.argv.slice(2), process.env, process.cwd());
  if (!options) return 0;
  const { out, credential = '', renew } = options.values;
  const { servers, leaf } = await revoke(options.values);
  const lines = [
    `Removed the key of ${credential} from the configuration. Each server refuses it after a reload:`,
    ...servers.map((name) => `  copy ${join(out, 'servers', name, SERVER_FILES.accounts)} to the machine of ${name}`),
    leaf
      ? '  and restart the servers one after another, because a reload does not disconnect leaf nodes'
      : '  nats-server --signal reload=<its process id>',
  ];
  if (renew) {
    const nkey = join(out, 'credentials', credential, CREDENTIAL_FILES.nkey);
    lines.push(
      `Copy the new ${nkey} to the machines of ${credential}. A running program reads it from its --creds file.`,
    );
  }
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

void runProgram(main);
