/** Options of `infra:revoke`. */
import { defineCommandLine, flag, text, type OptionSpec, type OptionValues } from '@lockstep/cli';

const options = {
  out: { value: 'dir', help: 'folder that infra:credentials made', default: 'credentials', parse: text },
  credential: {
    value: 'name',
    help: 'whose key is no longer to be admitted, such as worker-default',
    default: undefined,
    defaultText: 'has to be given',
    parse: text,
  },
  renew: { help: 'make a new key in its place, for those who are to come back', default: false, parse: flag },
} satisfies {
  out: OptionSpec<string>;
  credential: OptionSpec<string | undefined>;
  renew: OptionSpec<boolean>;
};

export const REVOKE_COMMAND_LINE = defineCommandLine({
  name: 'revoke',
  description: 'Takes a key out of the configuration of the servers, which then cut off whoever has it.',
  options,
  epilogue:
    'Examples:\n' +
    '  npx nx run infra:revoke --out=secrets --credential=worker-default --renew\n' +
    'The run goes on meanwhile: nobody but the holders of that key is disconnected.',
});

export type RevokeConfig = OptionValues<typeof options>;
