/**
 * The two ends of a run's messages. What cannot be decoded is never thrown at the caller's logic: the coordinator is told who
 * sent it (so that it can refuse), a worker drops it with a notice.
 */
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
import type { Msg, NatsConnection } from 'nats';
import { publishChunks } from './large-messages.js';
import type { Listening } from './listening.js';

export interface CoordinatorHandlers {
  onMessage: (from: WorkerId, message: WorkerMessage) => void;
  onMalformed: (from: WorkerId, message: string) => void;
}

export class CoordinatorChannel {
  private readonly subjects: RunSubjects;

  constructor(
    private readonly connection: NatsConnection,
    run: string,
  ) {
    this.subjects = new RunSubjects(run);
  }

  listen({ onMessage, onMalformed }: CoordinatorHandlers): Listening {
    const subscription = this.connection.subscribe(this.subjects.fromAll, {
      callback: (error, msg) => {
        if (error) return;
        const from = this.sender(msg);
        if (!from) return;
        const message = tryDecode(() => decodeWorkerMessage(msg.data));
        if (message instanceof MalformedMessageError) onMalformed(from, message.message);
        else onMessage(from, message);
      },
    });
    return { stop: () => subscription.unsubscribe() };
  }

  send(to: WorkerId, message: CoordinatorMessage): void {
    publishChunks(this.connection, this.subjects.to(to), coordinatorMessageChunks(message));
  }

  broadcast(message: CoordinatorMessage): void {
    publishChunks(this.connection, this.subjects.toAll, coordinatorMessageChunks(message));
  }

  /** Tells samplers that there is a new checkpoint. */
  hintCheckpoint(message: CoordinatorMessage): void {
    this.connection.publish(this.subjects.checkpoint, encodeCoordinatorMessage(message));
  }

  private sender(msg: Msg): WorkerId | undefined {
    const from = tryDecode(() => this.subjects.senderOf(msg.subject));
    return from instanceof MalformedMessageError ? undefined : from;
  }
}

export interface WorkerHandlers {
  onMessage: (message: CoordinatorMessage) => void;
  onMalformed: (message: string) => void;
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

  listen({ onMessage, onMalformed }: WorkerHandlers): void {
    const callback = (error: Error | null, msg: Msg) => {
      if (error) return;
      const message = tryDecode(() => decodeCoordinatorMessage(msg.data));
      if (message instanceof MalformedMessageError) onMalformed(message.message);
      else onMessage(message);
    };
    this.connection.subscribe(this.subjects.toAll, { callback });
    this.connection.subscribe(this.subjects.to(this.id), { callback });
  }

  send(message: WorkerMessage): void {
    publishChunks(this.connection, this.subjects.from(this.id), workerMessageChunks(message));
  }
}

function tryDecode<T>(decode: () => T): T | MalformedMessageError {
  try {
    return decode();
  } catch (error) {
    if (error instanceof MalformedMessageError) return error;
    throw error;
  }
}
