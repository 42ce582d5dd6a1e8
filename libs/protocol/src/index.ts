/** The messages of Lockstep, their subjects and their bounds. */
export { decodeCoordinatorMessage } from './decode-coordinator.js';
export { decodeFiguresDrawn, decodeSampleReply, decodeSampleRequest } from './decode-sampler.js';
export { decodeWorkerMessage } from './decode-worker.js';
export {
  coordinatorMessageChunks,
  encodeCoordinatorMessage,
  encodeFiguresDrawn,
  encodeSampleReply,
  encodeSampleRequest,
  encodeWorkerMessage,
  joinChunks,
  workerMessageChunks,
} from './encode.js';
export { InvalidIdError, MalformedMessageError, ProtocolVersionError, UnfitError, WrongPartError } from './errors.js';
export { checkFit, type Member } from './fit.js';
export { LIMITS, PROTOCOL_VERSION } from './limits.js';
export { decodeMetricsRecord, encodeMetricsRecord } from './metrics.js';
export type {
  CoordinatorBody,
  CoordinatorMessage,
  DataFile,
  Join,
  Lease,
  MetricsRecord,
  GradientPart,
  GradientRequest,
  Phase,
  ReducedPart,
  RefusalCode,
  RunInfo,
  SampleReply,
  SampleRequest,
  StandbyBody,
  StandbyMessage,
  StatePart,
  WireDtype,
  WorkerHeartbeat,
  WorkerBody,
  WorkerMessage,
} from './messages.js';
export { decodeStandbyMessage, encodeStandbyMessage } from './standby-messages.js';
export { sha256Hex } from './sha256.js';
export { decodeStatus, encodeStatus } from './status.js';
export type { HeldShards, StandbyStatus, Status, WorkerStatus } from './status.js';
export { partCount, partOf, VectorAssembler, wireBytes } from './parts.js';
export { checkId, DISCOVER_ANY, RunSubjects, STATUS_ANY, workerKey } from './subjects.js';
export type { WorkerId } from './subjects.js';
