/** A NATS server with the configuration and credentials of `infra:credentials`. */
import { join } from 'node:path';
import { locateNatsServer } from '@lockstep/native';
import { Program } from './processes.js';
import { freePort, ROOT } from './programs.js';

/** Runs the built program of `infra:credentials` or `infra:revoke`. */
export function infra(program: 'credentials' | 'revoke', args: readonly string[]): Program {
  return new Program(program, process.execPath, [join(ROOT, 'infra', 'dist', `${program}.js`), ...args], { cwd: ROOT });
}

export class SecuredNats {
  private constructor(
    private readonly dir: string,
    private readonly url: string,
    private readonly server: Program,
  ) {}

  /** @throws Error when the credentials cannot be made or the server does not start */
  static async start(dir: string, ...options: readonly string[]): Promise<SecuredNats> {
    const host = `127.0.0.1:${await freePort()}`;
    const made = infra('credentials', [`--out=${dir}`, `--hosts=${host}`, '--mutual-tls', ...options]);
    const { code } = await made.ended();
    if (code !== 0) throw new Error(made.output);
    const server = new Program('nats-server', locateNatsServer(), ['-c', join(dir, 'servers/nats-1/nats.conf')]);
    await server.said(/Server is ready/);
    return new SecuredNats(dir, `tls://${host}`, server);
  }

  /** The environment of a program with this credential. */
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

  /** Removes a credential from the configuration, which the server then reads again. */
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
