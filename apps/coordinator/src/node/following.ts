/** The subscriptions of a standby. */
import { hostname } from 'node:os';
import type { NodeEvent } from '@lockstep/cluster';
import type { Logger } from '@lockstep/cli';
import { StandbyChannel, type NatsConnection } from '@lockstep/transport';

export class Following {
  private readonly channel: StandbyChannel;
  private readonly listening: { stop: () => void };

  constructor(connection: NatsConnection, run: string, dispatch: (event: NodeEvent) => void, log: Logger) {
    this.channel = new StandbyChannel(connection, run, standbyId());
    this.listening = this.channel.listen(
      (message) => dispatch({ kind: 'leaderMessage', message }),
      (message) => log.warn(`dropped a message from the leader: ${message}`),
    );
    log.info(`is a standby of the run ${run}`);
  }

  send(message: Parameters<StandbyChannel['send']>[0]): void {
    this.channel.send(message);
  }

  stop(): void {
    this.listening.stop();
  }
}

/** Returns an id that is unique among the coordinators of all machines. */
function standbyId(): string {
  return `${hostname()}-${process.pid}`.replace(/[^A-Za-z0-9_-]/g, '-').slice(-64);
}
