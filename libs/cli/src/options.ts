/**
 * Options from the command line (--name), the environment (LOCKSTEP_NAME) and a config file, in this order of precedence.
 * One function parses all three, so that they refuse the same values with the same message.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { UsageError } from './errors.js';

export interface OptionSpec<T> {
  /** Placeholder of the value in --help, undefined for a flag. A placeholder in brackets marks an optional value. */
  value?: string;
  help: string;
  default: T;
  /** Text for the default in --help, where it differs from the value. */
  defaultText?: string;
  /** @throws Error whose message names the expected values */
  parse: (text: string) => T;
}

export type OptionSpecs = Record<string, OptionSpec<unknown>>;
export type OptionValues<S extends OptionSpecs> = { [K in keyof S]: S[K] extends OptionSpec<infer T> ? T : never };

export interface ReadOptions<S extends OptionSpecs> {
  values: OptionValues<S>;
  /** Options that the command line, the environment or the config file sets. All others have their defaults. */
  given: ReadonlySet<keyof S>;
}

export interface CommandLine<S extends OptionSpecs> {
  name: string;
  description: string;
  options: S;
  /** Shown at the end of --help. */
  epilogue?: string;
}

/** Returns its argument. The call infers the type that {@link readOptions} derives the types of the values from. */
export function defineCommandLine<S extends OptionSpecs>(commandLine: CommandLine<S>): CommandLine<S> {
  return commandLine;
}

const CONFIG_FILE = 'lockstep.config.json';
const PROGRAMS = ['coordinator', 'worker', 'sampler'];

/** `maxSteps` → `max-steps` */
export function flagOf(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `maxSteps` → `LOCKSTEP_MAX_STEPS` */
export function envOf(key: string): string {
  return `LOCKSTEP_${flagOf(key).replaceAll('-', '_').toUpperCase()}`;
}

/**
 * Reads all options.
 *
 * @param argv arguments after the script's path
 * @returns the options, or undefined when --help was given and printed
 * @throws UsageError that names the option, its value and the expected values
 */
export function readOptions<S extends OptionSpecs>(
  commandLine: CommandLine<S>,
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  directory: string,
): ReadOptions<S> | undefined {
  const command = buildCommand(commandLine);
  try {
    command.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return undefined;
    throw new UsageError(`${error.message.replace(/^error: /, '')}\nTry --help.`);
  }
  const [argument] = command.args;
  if (argument !== undefined)
    throw new UsageError(`"${argument}" is not an option: options begin with --\nTry --help.`);
  const { config, ...values } = command.opts<Record<string, unknown>>();
  const given = new Set<keyof S>();
  for (const [key, spec] of Object.entries(commandLine.options)) {
    const fromEnv = env[envOf(key)];
    if (command.getOptionValueSource(key) === 'cli') given.add(key);
    else if (fromEnv !== undefined && fromEnv !== '') {
      values[key] = parseNamed(spec, envOf(key), fromEnv);
      given.add(key);
    }
  }
  const file = readConfig(commandLine.name, config as string | undefined, directory);
  for (const [key, value] of Object.entries(file?.values ?? {})) {
    const spec = Object.hasOwn(commandLine.options, key) ? commandLine.options[key] : undefined;
    if (!spec) throw new UsageError(`${file?.path}: ${commandLine.name} has no option "${key}"\nTry --help.`);
    if (given.has(key)) continue;
    values[key] = parseConfigValue(spec, key, value, file?.path ?? '');
    given.add(key);
  }
  return { values: values as OptionValues<S>, given };
}

function buildCommand<S extends OptionSpecs>({ name, description, options, epilogue }: CommandLine<S>): Command {
  const command = new Command(name)
    .description(description)
    .exitOverride()
    .allowExcessArguments(true)
    .helpCommand(false);
  command.configureOutput({ writeErr: () => undefined });
  command.configureHelp({ helpWidth: 110 });
  for (const [key, spec] of Object.entries(options)) {
    const flags = spec.value === undefined ? `--${flagOf(key)}` : `--${flagOf(key)} ${bracketed(spec.value)}`;
    const option = new Option(flags, helpOf(key, spec)).default(spec.default, spec.defaultText);
    // Commander would call the parser of a flag as well, without a text.
    if (spec.value !== undefined) option.argParser((text: string) => argument(spec, text));
    command.addOption(option);
  }
  command.option('--config <file>', `file with options as JSON (default: ${CONFIG_FILE}, if that file exists)`);
  command.helpOption('--help', 'print this help');
  if (epilogue) command.addHelpText('after', `\n${epilogue}`);
  return command;
}

function helpOf(key: string, spec: OptionSpec<unknown>): string {
  const text = `${spec.help} [${envOf(key)}]`;
  // Commander prints no default that is undefined.
  return spec.default === undefined && spec.defaultText !== undefined ? `${text} (default: ${spec.defaultText})` : text;
}

function bracketed(value: string): string {
  return value.startsWith('[') ? value : `<${value}>`;
}

function argument(spec: OptionSpec<unknown>, text: string): unknown {
  try {
    return spec.parse(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

function parseNamed(spec: OptionSpec<unknown>, where: string, text: string): unknown {
  // In the environment and the config file, "true" stands for an option without its optional value.
  if (text === 'true' && spec.value?.startsWith('[')) return true;
  try {
    return spec.parse(text);
  } catch (error) {
    throw new UsageError(`${where} is "${text}": ${(error as Error).message}\nTry --help.`);
  }
}

function parseConfigValue(spec: OptionSpec<unknown>, key: string, value: unknown, path: string): unknown {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw new UsageError(`${path}: "${key}" must be a string, a number, true or false`);
  }
  return parseNamed(spec, `${path}: "${key}"`, String(value));
}

/** Reads the section of one program. One file has a section for each program. */
function readConfig(program: string, path: string | undefined, directory: string) {
  const full = resolve(directory, path ?? CONFIG_FILE);
  if (!existsSync(full)) {
    if (path === undefined) return undefined;
    throw new UsageError(`--config: the file ${full} does not exist`);
  }
  const sections = parseObject(readText(full), full);
  const unknown = Object.keys(sections).find((section) => !PROGRAMS.includes(section));
  if (unknown !== undefined) {
    throw new UsageError(`${full}: the section "${unknown}" is unknown; the sections are ${PROGRAMS.join(', ')}`);
  }
  return { path: full, values: asObject(sections[program] ?? {}, `${full}: "${program}"`) };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UsageError(`${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

function parseObject(text: string, where: string): Record<string, unknown> {
  try {
    return asObject(JSON.parse(text), where);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new UsageError(`${where} is not valid JSON: ${cause.message}`, { cause });
  }
}

function asObject(value: unknown, where: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new UsageError(`${where} must hold an object, such as {"coordinator": {"epochs": 3}}`);
}
