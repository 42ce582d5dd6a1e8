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
    `The key of ${credential} is out of the configuration. It is refused as soon as each server has read that:`,
    ...servers.map((name) => `  copy ${join(out, 'servers', name, SERVER_FILES.accounts)} to the machine of ${name}`),
    leaf
      ? '  and start the servers again, one after another: only that cuts off leaf nodes'
      : '  nats-server --signal reload=<its process id>',
  ];
  if (renew) {
    const nkey = join(out, 'credentials', credential, CREDENTIAL_FILES.nkey);
    lines.push(`Those who are to come back need the new ${nkey}; a program that runs takes it from its --creds file.`);
  }
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

void runProgram(main);
