/** Options of `infra:revoke`. */
import { defineCommandLine, flag, text, type OptionValues } from '@lockstep/cli';

const options = {
  out: { value: 'dir', help: 'folder that infra:credentials made', default: 'credentials', parse: text },
  credential: {
    value: 'name',
    help: 'credential whose key is revoked, such as worker-default',
    default: undefined,
    defaultText: 'required',
    parse: text,
  },
  renew: { help: 'make a new key for the same credential', default: false, parse: flag },
};

export const REVOKE_COMMAND_LINE = defineCommandLine({
  name: 'revoke',
  description: 'Removes a key from the configuration of the servers, which then disconnect its holders.',
  options,
  epilogue:
    'Examples:\n' +
    '  npx nx run infra:revoke --out=secrets --credential=worker-default --renew\n' +
    'The run continues. Only the holders of that key are disconnected.',
});

export type RevokeConfig = OptionValues<typeof options>;
