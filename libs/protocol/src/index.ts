/** The messages of Lockstep: what is said, on which subject, in which bounds. */
export { decodeCoordinatorMessage } from './decode-coordinator.js';
export { decodeFiguresDrawn, decodeSampleReply, decodeSampleRequest } from './decode-sampler.js';
export { decodeWorkerMessage } from './decode-worker.js';
export {
  encodeCoordinatorMessage,
  encodeFiguresDrawn,
  encodeSampleReply,
  encodeSampleRequest,
  encodeWorkerMessage,
} from './encode.js';
export { InvalidIdError, MalformedMessageError, WrongPartError } from './errors.js';
export { LIMITS, PROTOCOL_VERSION } from './limits.js';
export type {
  CoordinatorBody,
  CoordinatorMessage,
  DatasetFile,
  FiguresDrawn,
  ImageFormat,
  Join,
  Lease,
  PartialPart,
  PartialWanted,
  Phase,
  RefusalCode,
  RunInfo,
  SampleReply,
  SampleRequest,
  WorkerBeat,
  WorkerBody,
  WorkerMessage,
} from './messages.js';
export { partCount, partOf, VectorAssembler } from './parts.js';
export { checkId, DISCOVER_ANY, parseWorkerKey, RunSubjects, workerKey } from './subjects.js';
export type { WorkerId } from './subjects.js';
