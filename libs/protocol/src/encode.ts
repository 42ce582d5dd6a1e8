/** From messages to bytes. What we send ourselves is not checked again: the receiver does. */
import { lockstep } from '../generated/lockstep.js';
import { IMAGE_FORMATS, PHASES, REFUSAL_CODES } from './enums.js';
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
  const { leaderEpoch, version, body } = message;
  return lockstep.CoordinatorMessage.encode({ leaderEpoch, version, ...coordinatorBody(body) }).finish();
}

function coordinatorBody(body: CoordinatorBody): lockstep.CoordinatorMessage.$Properties {
  switch (body.kind) {
    case 'runInfo':
      return { runInfo: body };
    case 'welcome':
      return { welcome: {} };
    case 'refusal':
      return { refusal: { code: REFUSAL_CODES[body.code], sentence: body.sentence } };
    case 'lease':
      return { lease: { ...body, phase: PHASES[body.phase] } };
    case 'weightsPart':
      return { weightsPart: body };
    case 'partialWanted':
      return { partialWanted: body };
    case 'beat':
      return { beat: {} };
    case 'checkpoint':
      return { checkpoint: body };
    case 'ended':
      return { ended: body };
  }
}

export function encodeWorkerMessage(message: WorkerMessage): Uint8Array {
  return lockstep.WorkerMessage.encode({ incarnation: message.incarnation, ...workerBody(message.body) }).finish();
}

function workerBody(body: WorkerBody): lockstep.WorkerMessage.$Properties {
  switch (body.kind) {
    case 'join':
      return { join: body };
    case 'beat':
      return { beat: body };
    case 'partialPart':
      return { partialPart: body };
    case 'weightsWanted':
      return { weightsWanted: body };
    case 'leave':
      return { leave: body };
  }
}

export function encodeSampleRequest(request: SampleRequest): Uint8Array {
  return lockstep.SampleRequest.encode({ ...request, format: IMAGE_FORMATS[request.format] }).finish();
}

export function encodeSampleReply(reply: SampleReply): Uint8Array {
  return lockstep.SampleReply.encode({ ...reply, format: IMAGE_FORMATS[reply.format] }).finish();
}

export function encodeFiguresDrawn(drawn: FiguresDrawn): Uint8Array {
  return lockstep.FiguresDrawn.encode(drawn).finish();
}
