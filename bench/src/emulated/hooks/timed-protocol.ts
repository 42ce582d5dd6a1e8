/** libs/protocol with clocks around encoding and decoding. */
import {
  decodeCoordinatorMessage as decodeCoordinator,
  decodeWorkerMessage as decodeWorker,
  encodeCoordinatorMessage as encodeCoordinator,
  encodeWorkerMessage as encodeWorker,
  type CoordinatorMessage,
  type WorkerMessage,
} from '@lockstep/protocol';
import { timed } from '../stages.js';

export * from '@lockstep/protocol';

export function encodeWorkerMessage(message: WorkerMessage): Uint8Array {
  return timed('encode', () => encodeWorker(message));
}

export function encodeCoordinatorMessage(message: CoordinatorMessage): Uint8Array {
  return timed('encode', () => encodeCoordinator(message));
}

export function decodeWorkerMessage(data: Uint8Array): WorkerMessage {
  return timed('decode', () => decodeWorker(data));
}

export function decodeCoordinatorMessage(data: Uint8Array): CoordinatorMessage {
  return timed('decode', () => decodeCoordinator(data));
}
