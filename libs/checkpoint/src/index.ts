/** Checkpoints: their files, the local folder of a run, and the object store from which other machines read. */
export { parseAnnouncement, type Announcement } from './announcement.js';
export { CHECKPOINT_FILES, checkpointName, decodeCheckpoint, encodeCheckpoint, type Checkpoint } from './checkpoint.js';
export { makeFolder, writeFileAtomic } from './durable.js';
export { InvalidAnnouncementError, ManifestError, SafetensorsError } from './errors.js';
export { CheckpointFolder, type SavedCheckpoint, type StagedCheckpoint } from './folder.js';
export { MANIFEST_FILE, parseManifest, WEIGHTS_FILE } from './manifest.js';
export { decodeSafetensors, encodeSafetensors, type TensorData, type Tensors } from './safetensors.js';
export { announcementOf, CheckpointStore, keyOf } from './store.js';
