/** Checkpoints: their files, the local folder that is the truth, and the object store that others read. */
export { parseAnnouncement, type Announcement } from './announcement.js';
export {
  CHECKPOINT_FILES,
  checkpointName,
  decodeCheckpoint,
  encodeCheckpoint,
  type Checkpoint,
  type CheckpointFiles,
} from './checkpoint.js';
export type { FileDigest } from './digest.js';
export { makeFolder, writeFileAtomic } from './durable.js';
export {
  CheckpointError,
  CheckpointFormatError,
  CheckpointWriteError,
  DamagedCheckpointError,
  FileWriteError,
  InvalidAnnouncementError,
  ManifestError,
  PointerConflictError,
  SafetensorsError,
} from './errors.js';
export {
  CheckpointFolder,
  type KeepRules,
  type LatestValid,
  type PassedOver,
  type SavedCheckpoint,
  type StagedCheckpoint,
} from './folder.js';
export {
  MANIFEST_FILE,
  OPTIMIZER_FILE,
  parseManifest,
  WEIGHTS_FILE,
  type CheckpointState,
  type Manifest,
} from './manifest.js';
export { decodeSafetensors, encodeSafetensors, type TensorData, type Tensors } from './safetensors.js';
export {
  announcementOf,
  CheckpointStore,
  keyOf,
  type BlobStore,
  type PointerStore,
  type PublishedWeights,
} from './store.js';
