/** What is open while this process follows the leader as a standby. */
import { hostname } from 'node:os';
import type { NodeEvent } from '@lockstep/cluster';
import type { Logger } from '@lockstep/cli';
import { StandbyChannel, type connectNats } from '@lockstep/transport';

export class Following {
  private readonly channel: StandbyChannel;
  private readonly listening: { stop: () => void };

  constructor(
    connection: Awaited<ReturnType<typeof connectNats>>,
    run: string,
    dispatch: (event: NodeEvent) => void,
    log: Logger,
  ) {
    this.channel = new StandbyChannel(connection, run, standbyId());
    this.listening = this.channel.listen(
      (message) => dispatch({ kind: 'leaderMessage', message }),
      (message) => log.warn(`dropped a message of the leader: ${message}`),
    );
    log.info(`stands by for the run ${run}`);
  }

  send(message: Parameters<StandbyChannel['send']>[0]): void {
    this.channel.send(message);
  }

  stop(): void {
    this.listening.stop();
  }
}

/** Two coordinators on one machine are two processes. */
function standbyId(): string {
  return `${hostname()}-${process.pid}`.replace(/[^A-Za-z0-9_-]/g, '-').slice(-64);
}
