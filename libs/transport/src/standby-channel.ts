/** The channels between a leader and its standbys. They report malformed messages instead of throwing. */
import {
  coordinatorMessageChunks,
  decodeCoordinatorMessage,
  decodeStandbyMessage,
  encodeStandbyMessage,
  RunSubjects,
  type CoordinatorMessage,
  type StandbyMessage,
} from '@lockstep/protocol';
import type { NatsConnection } from 'nats';
import { publishChunks } from './large-messages.js';
import { listen, type Listening } from './listening.js';

export class LeaderStandbyChannel {
  private readonly subjects: RunSubjects;

  constructor(
    private readonly connection: NatsConnection,
    run: string,
  ) {
    this.subjects = new RunSubjects(run);
  }

  /** Receives the messages of all standbys. */
  listen(onMessage: (from: string, message: StandbyMessage) => void, onMalformed: (reason: string) => void): Listening {
    return listen(
      this.connection,
      this.subjects.fromStandbys,
      (msg) => ({ from: this.subjects.standbyOf(msg.subject), message: decodeStandbyMessage(msg.data) }),
      ({ from, message }) => onMessage(from, message),
      onMalformed,
    );
  }

  /** Sends a message to all standbys. */
  send(message: CoordinatorMessage): void {
    publishChunks(this.connection, this.subjects.toStandbys, coordinatorMessageChunks(message));
  }
}

export class StandbyChannel {
  private readonly subjects: RunSubjects;

  /** @throws InvalidIdError unless `id` can be a token of a subject */
  constructor(
    private readonly connection: NatsConnection,
    run: string,
    private readonly id: string,
  ) {
    this.subjects = new RunSubjects(run);
    this.subjects.fromStandby(id);
  }

  /** Receives the leader's messages to all standbys. */
  listen(onMessage: (message: CoordinatorMessage) => void, onMalformed: (reason: string) => void): Listening {
    const { toStandbys } = this.subjects;
    return listen(this.connection, toStandbys, (msg) => decodeCoordinatorMessage(msg.data), onMessage, onMalformed);
  }

  send(message: StandbyMessage): void {
    this.connection.publish(this.subjects.fromStandby(this.id), encodeStandbyMessage(message));
  }
}
