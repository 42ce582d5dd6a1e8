/** Decodes the messages between samplers and their clients and validates every field. */
import { lockstep } from '../generated/lockstep.js';
import { bytes, decoded, integer, mediaType, text } from './check.js';
import { LIMITS } from './limits.js';
import type { FiguresDrawn, SampleReply, SampleRequest } from './messages.js';

/** @throws MalformedMessageError when the bytes cannot be decoded or a field is out of bounds */
export function decodeSampleRequest(data: Uint8Array): SampleRequest {
  const wire = decoded('sample request', data, (raw) => lockstep.SampleRequest.decode(raw));
  return {
    count: integer('count', wire.count, 1, LIMITS.samplesPerRequest),
    steps: integer('steps', wire.steps, 1, LIMITS.stepsPerRequest),
    seed: wire.seed,
    mediaType: wire.mediaType === '' ? undefined : mediaType('media_type', wire.mediaType),
  };
}

/** @throws MalformedMessageError when the bytes cannot be decoded or a field is out of bounds */
export function decodeSampleReply(data: Uint8Array): SampleReply {
  const wire = decoded('sample reply', data, (raw) => lockstep.SampleReply.decode(raw));
  return {
    step: wire.step,
    mediaType: mediaType('media_type', wire.mediaType),
    data: bytes('data', wire.data, LIMITS.partSizeBytesMax),
  };
}

/** @throws MalformedMessageError when the bytes cannot be decoded or a field is out of bounds */
export function decodeFiguresDrawn(data: Uint8Array): FiguresDrawn {
  const wire = decoded('figures drawn', data, (raw) => lockstep.FiguresDrawn.decode(raw));
  integer('files.length', wire.files.length, 0, 100);
  return { step: wire.step, files: wire.files.map((file) => text('files', file)) };
}
