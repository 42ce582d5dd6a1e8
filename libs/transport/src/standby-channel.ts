/** The two ends of what a leader and its standbys say to each other. What cannot be decoded is dropped with a notice. */
import {
  coordinatorMessageChunks,
  decodeCoordinatorMessage,
  decodeStandbyMessage,
  encodeStandbyMessage,
  MalformedMessageError,
  RunSubjects,
  type CoordinatorMessage,
  type StandbyMessage,
} from '@lockstep/protocol';
import type { Msg, NatsConnection } from 'nats';
import { publishChunks } from './large-messages.js';
import type { Listening } from './listening.js';

/** The leader's end. */
export class LeaderStandbyChannel {
  private readonly subjects: RunSubjects;

  constructor(
    private readonly connection: NatsConnection,
    run: string,
  ) {
    this.subjects = new RunSubjects(run);
  }

  listen(
    onMessage: (from: string, message: StandbyMessage) => void,
    onMalformed: (message: string) => void,
  ): Listening {
    return listen(this.connection, this.subjects.fromStandbys, onMalformed, (msg) => {
      onMessage(this.subjects.standbyOf(msg.subject), decodeStandbyMessage(msg.data));
    });
  }

  send(message: CoordinatorMessage): void {
    publishChunks(this.connection, this.subjects.toStandbys, coordinatorMessageChunks(message));
  }
}

/** A standby's end. */
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

  listen(onMessage: (message: CoordinatorMessage) => void, onMalformed: (message: string) => void): Listening {
    return listen(this.connection, this.subjects.toStandbys, onMalformed, (msg) => {
      onMessage(decodeCoordinatorMessage(msg.data));
    });
  }

  send(message: StandbyMessage): void {
    this.connection.publish(this.subjects.fromStandby(this.id), encodeStandbyMessage(message));
  }
}

function listen(
  connection: NatsConnection,
  subject: string,
  onMalformed: (message: string) => void,
  take: (msg: Msg) => void,
): Listening {
  const subscription = connection.subscribe(subject, {
    callback: (error, msg) => {
      if (error) return;
      try {
        take(msg);
      } catch (caught) {
        if (!(caught instanceof MalformedMessageError)) throw caught;
        onMalformed(caught.message);
      }
    },
  });
  return { stop: () => subscription.unsubscribe() };
}
