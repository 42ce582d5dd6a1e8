/** libs/protocol with clocks around encoding and decoding. */
import {
  coordinatorMessageChunks as coordinatorChunks,
  decodeCoordinatorMessage as decodeCoordinator,
  decodeWorkerMessage as decodeWorker,
  joinChunks as join,
  workerMessageChunks as workerChunks,
  type CoordinatorMessage,
  type WorkerMessage,
} from '@lockstep/protocol';
import { timed } from '../stages.js';

export * from '@lockstep/protocol';

export function workerMessageChunks(message: WorkerMessage): Uint8Array[] {
  return timed('encode', () => workerChunks(message));
}

export function coordinatorMessageChunks(message: CoordinatorMessage): Uint8Array[] {
  return timed('encode', () => coordinatorChunks(message));
}

export function joinChunks(chunks: readonly Uint8Array[]): Uint8Array {
  return timed('encode', () => join(chunks));
}

export function decodeWorkerMessage(data: Uint8Array): WorkerMessage {
  return timed('decode', () => decodeWorker(data));
}

export function decodeCoordinatorMessage(data: Uint8Array): CoordinatorMessage {
  return timed('decode', () => decodeCoordinator(data));
}
