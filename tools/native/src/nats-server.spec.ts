import { describe, expect, it } from 'vitest';
import {
  acceptsOurConfig,
  ensureNatsServer,
  locateNatsServer,
  natsServerEnvironment,
  NatsServerMissingError,
} from './nats-server.js';
import { recordingReporter, temporaryFolder } from './testing/temporary.js';

/** Refuses our configuration, as an old server of a distribution does. */
const OLD_SERVER = '#!/bin/sh\necho "nats-server: check.conf:1:1: unknown field \\"sync_interval\\"" >&2\nexit 1\n';

describe('nats-server', () => {
  it('of this workspace accepts our configuration', () => {
    expect(acceptsOurConfig(locateNatsServer())).toBe(true);
  });

  it('is not any file with the same name', () => {
    const folder = temporaryFolder({ 'nats-server': OLD_SERVER });
    expect(acceptsOurConfig(`${folder}/nats-server`)).toBe(false);
    expect(acceptsOurConfig(`${folder}/none`)).toBe(false);
    expect(acceptsOurConfig(folder)).toBe(false);
  });

  it('on PATH is skipped when it is too old, in favour of the next one on PATH or in the cache', async () => {
    const usable = locateNatsServer();
    const [old, later, cache] = [
      temporaryFolder({ 'nats-server': OLD_SERVER }),
      temporaryFolder({ 'nats-server': 'later' }),
      temporaryFolder(),
    ];
    const accepts = (binary: string): boolean => binary !== `${old}/nats-server`;
    const env = { PATH: `${old}:${later}`, LOCKSTEP_CACHE_DIR: cache };
    expect(locateNatsServer({ env, accepts })).toBe(`${later}/nats-server`);
    const real = { ...process.env, PATH: `${old}:${process.env['PATH']}` };
    expect(locateNatsServer({ env: real })).toBe(usable);
    expect(await ensureNatsServer({ env: real, reporter: recordingReporter() })).toBe(usable);
  });

  it('is reported as missing, with the command that installs it', () => {
    const old = temporaryFolder({ 'nats-server': OLD_SERVER });
    const locate = (): string => locateNatsServer({ env: { PATH: old, LOCKSTEP_CACHE_DIR: temporaryFolder() } });
    expect(locate).toThrow(NatsServerMissingError);
    expect(locate).toThrow(`${old}/nats-server does not accept \`sync_interval: always\``);
    expect(locate).toThrow('npx nx run native:setup');
  });

  it('collects garbage less often than by default, unless the user sets it', () => {
    expect(natsServerEnvironment({})).toEqual({ GOGC: '400', GOMEMLIMIT: '256MiB' });
    const set = { GOGC: '50', GOMEMLIMIT: '1GiB' };
    expect(natsServerEnvironment(set)).toEqual(set);
  });

  it('in the cache is not used when it is damaged', () => {
    const version = locateNatsServer().match(/([^/]+)\/nats-server$/)?.[1] ?? '';
    const cache = temporaryFolder({ [`nats-server/${version}/nats-server`]: '\x7fELF damaged' });
    expect(() => locateNatsServer({ env: { PATH: '', LOCKSTEP_CACHE_DIR: cache } })).toThrow(NatsServerMissingError);
  });
});
