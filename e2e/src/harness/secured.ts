/** A NATS server as `infra:credentials` makes it, and programs that have a credential of it. */
import { join } from 'node:path';
import { locateNatsServer } from '@lockstep/native';
import { Program } from './processes.js';
import { freePort, ROOT } from './programs.js';

/** Runs `infra:credentials` or `infra:revoke`, as they are built. */
export function infra(program: 'credentials' | 'revoke', args: readonly string[]): Program {
  return new Program(program, process.execPath, [join(ROOT, 'infra', 'dist', `${program}.js`), ...args], { cwd: ROOT });
}

export class SecuredNats {
  private constructor(
    private readonly dir: string,
    private readonly url: string,
    private readonly server: Program,
  ) {}

  /** @throws Error when the server does not come up */
  static async start(dir: string, ...options: readonly string[]): Promise<SecuredNats> {
    const host = `127.0.0.1:${await freePort()}`;
    const made = infra('credentials', [`--out=${dir}`, `--hosts=${host}`, '--mutual-tls', ...options]);
    const { code } = await made.ended();
    if (code !== 0) throw new Error(made.output);
    const server = new Program('nats-server', locateNatsServer(), ['-c', join(dir, 'servers/nats-1/nats.conf')]);
    await server.said(/Server is ready/);
    return new SecuredNats(dir, `tls://${host}`, server);
  }

  /** Environment of a program that has this credential. */
  env(credential: string): Record<string, string> {
    const file = (name: string) => join(this.dir, 'credentials', credential, name);
    return {
      LOCKSTEP_NATS_URL: this.url,
      LOCKSTEP_CREDS: file('nkey'),
      LOCKSTEP_TLS_CA: file('ca.pem'),
      LOCKSTEP_TLS_CERT: file('client.pem'),
      LOCKSTEP_TLS_KEY: file('client.key'),
    };
  }

  /** As a person does it: change the configuration, have the server read it. */
  async revoke(credential: string): Promise<void> {
    const revoked = infra('revoke', [`--out=${this.dir}`, `--credential=${credential}`]);
    const { code } = await revoked.ended();
    if (code !== 0) throw new Error(revoked.output);
    this.server.signal('SIGHUP');
    await this.server.said(/Reloaded/);
  }

  async stop(): Promise<void> {
    this.server.signal('SIGTERM');
    await this.server.ended();
  }
}
