/** The channels between a coordinator and its workers. They report malformed messages instead of throwing. */
import {
  coordinatorMessageChunks,
  decodeCoordinatorMessage,
  decodeWorkerMessage,
  encodeCoordinatorMessage,
  MalformedMessageError,
  RunSubjects,
  workerMessageChunks,
  type CoordinatorMessage,
  type WorkerId,
  type WorkerMessage,
} from '@lockstep/protocol';
import type { NatsConnection } from 'nats';
import { publishChunks } from './large-messages.js';
import { decodedOrError, listen, type Listening } from './listening.js';

interface CoordinatorHandlers {
  onMessage: (from: WorkerId, message: WorkerMessage) => void;
  /** The coordinator refuses a malformed message, so this names its sender. */
  onMalformed: (from: WorkerId, reason: string) => void;
}

export class CoordinatorChannel {
  private readonly subjects: RunSubjects;

  constructor(
    private readonly connection: NatsConnection,
    run: string,
  ) {
    this.subjects = new RunSubjects(run);
  }

  /** Receives the messages of all workers. Ignores messages whose subject does not name a valid worker. */
  listen({ onMessage, onMalformed }: CoordinatorHandlers): Listening {
    return listen(
      this.connection,
      this.subjects.fromAll,
      (msg) => ({ from: this.subjects.senderOf(msg.subject), message: decodeWorkerMessage(msg.data) }),
      ({ from, message }) => onMessage(from, message),
      (reason, { subject }) => {
        const from = decodedOrError(() => this.subjects.senderOf(subject));
        if (!(from instanceof MalformedMessageError)) onMalformed(from, reason);
      },
    );
  }

  send(to: WorkerId, message: CoordinatorMessage): void {
    publishChunks(this.connection, this.subjects.to(to), coordinatorMessageChunks(message));
  }

  /** Sends a message to all workers. */
  broadcast(message: CoordinatorMessage): void {
    publishChunks(this.connection, this.subjects.toAll, coordinatorMessageChunks(message));
  }

  /** Sends a checkpoint hint to samplers. */
  hintCheckpoint(message: CoordinatorMessage): void {
    this.connection.publish(this.subjects.checkpoint, encodeCoordinatorMessage(message));
  }
}

export interface WorkerHandlers {
  onMessage: (message: CoordinatorMessage) => void;
  onMalformed: (reason: string) => void;
}

export class WorkerChannel {
  private readonly subjects: RunSubjects;

  constructor(
    private readonly connection: NatsConnection,
    run: string,
    private readonly id: WorkerId,
  ) {
    this.subjects = new RunSubjects(run);
  }

  /** Receives the coordinator's messages to this worker and to all workers. */
  listen({ onMessage, onMalformed }: WorkerHandlers): void {
    for (const subject of [this.subjects.toAll, this.subjects.to(this.id)]) {
      listen(this.connection, subject, (msg) => decodeCoordinatorMessage(msg.data), onMessage, onMalformed);
    }
  }

  send(message: WorkerMessage): void {
    publishChunks(this.connection, this.subjects.from(this.id), workerMessageChunks(message));
  }
}
