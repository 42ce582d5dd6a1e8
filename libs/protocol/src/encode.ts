/** Encodes messages. Does not validate fields, because the receiver does. */
import { lockstep } from '../generated/lockstep.js';
import { PHASES, REFUSAL_CODES, WIRE_DTYPES } from './enums.js';
import type {
  CoordinatorBody,
  CoordinatorMessage,
  FiguresDrawn,
  SampleReply,
  SampleRequest,
  WorkerBody,
  WorkerMessage,
} from './messages.js';

export function encodeCoordinatorMessage(message: CoordinatorMessage): Uint8Array {
  return joinChunks(coordinatorMessageChunks(message));
}

/** Returns the encoded message as chunks. The data of a part is a view of the message's memory, not a copy. */
export function coordinatorMessageChunks(message: CoordinatorMessage): Uint8Array[] {
  const { body, ...envelope } = message;
  const head = lockstep.CoordinatorMessage.encode({ ...envelope, ...coordinatorBody(body) }).finish();
  return 'data' in body ? [head, dataHead(COORDINATOR_DATA_TAG, body.data), body.data] : [head];
}

function coordinatorBody(body: CoordinatorBody): lockstep.CoordinatorMessage.$Properties {
  switch (body.kind) {
    case 'runInfo':
      return { runInfo: { ...body, wireDtype: WIRE_DTYPES[body.wireDtype] } };
    case 'welcome':
      return { welcome: {} };
    case 'refusal':
      return { refusal: { code: REFUSAL_CODES[body.code], reason: body.reason } };
    case 'lease':
      return { lease: { ...body, phase: PHASES[body.phase] } };
    case 'weightsPart':
      return { weightsPart: { part: body.part } };
    case 'gradientRequest':
      return { gradientRequest: body };
    case 'heartbeat':
      return { heartbeat: {} };
    case 'checkpoint':
      return { checkpoint: body };
    case 'ended':
      return { ended: body };
    case 'reducedPart': {
      const { samples, lossSum, part } = body;
      return { reducedPart: { samples, lossSum, part } };
    }
    case 'statePart': {
      const { snapshotVersion, beta1Power, beta2Power, epochLossSum, fingerprint = '', part } = body;
      return { statePart: { snapshotVersion, beta1Power, beta2Power, epochLossSum, fingerprint, part } };
    }
  }
}

export function encodeWorkerMessage(message: WorkerMessage): Uint8Array {
  return joinChunks(workerMessageChunks(message));
}

/** Like {@link coordinatorMessageChunks}. */
export function workerMessageChunks(message: WorkerMessage): Uint8Array[] {
  const { body, ...envelope } = message;
  const head = lockstep.WorkerMessage.encode({ ...envelope, ...workerBody(body) }).finish();
  return body.kind === 'gradientPart' ? [head, dataHead(WORKER_DATA_TAG, body.data), body.data] : [head];
}

function workerBody(body: WorkerBody): lockstep.WorkerMessage.$Properties {
  switch (body.kind) {
    case 'join':
      return { join: body };
    case 'heartbeat':
      return { heartbeat: body };
    case 'gradientPart':
      return { gradientPart: body };
    case 'weightsRequest':
      return { weightsRequest: body };
    case 'leave':
      return { leave: body };
  }
}

export function encodeSampleRequest(request: SampleRequest): Uint8Array {
  return lockstep.SampleRequest.encode({ ...request, mediaType: request.mediaType ?? '' }).finish();
}

export function encodeSampleReply(reply: SampleReply): Uint8Array {
  return lockstep.SampleReply.encode(reply).finish();
}

export function encodeFiguresDrawn(drawn: FiguresDrawn): Uint8Array {
  return lockstep.FiguresDrawn.encode(drawn).finish();
}

/** The tags of the field `data` in the two envelopes: (field number << 3) | wire type 2. */
const COORDINATOR_DATA_TAG = (3 << 3) | 2;
const WORKER_DATA_TAG = (2 << 3) | 2;

/** Returns the concatenation of the chunks, or the chunk itself if there is only one. */
export function joinChunks(chunks: readonly Uint8Array[]): Uint8Array {
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

/**
 * Returns the tag and length of a bytes field that is appended to an encoded message. The order of fields on the wire is arbitrary, so
 * the field can follow the generated writer's output. The writer itself would copy half a megabyte several times as it grows.
 */
function dataHead(tag: number, data: Uint8Array): Uint8Array {
  return Uint8Array.of(tag, ...varint(data.byteLength));
}

/** Encodes a base-128 varint: https://protobuf.dev/programming-guides/encoding/#varints */
function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value > 0x7f; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return [...bytes, value];
}
