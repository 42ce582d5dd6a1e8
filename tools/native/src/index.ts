/** The native setup: the cache, TensorFlow, nats-server and the files of the datasets. */
export { datasetFiles, type DatasetFiles, type DatasetName } from './dataset.js';
export {
  AddonLoadError,
  CommandError,
  DiskSpaceError,
  DownloadError,
  HashMismatchError,
  LibraryDirectoryError,
  MissingPackageError,
  MissingToolError,
  NativeError,
  SettingError,
  UnavailableError,
} from './errors.js';
export { ensureKustomize, kubernetesSchemas } from './kubernetes.js';
export {
  acceptsOurConfig,
  ensureNatsServer,
  locateNatsServer,
  natsServerEnvironment,
  NatsServerMissingError,
} from './nats-server.js';
export { cacheDir } from './paths.js';
export { ConsoleReporter, type Reporter } from './progress.js';
export {
  checkTensorFlow,
  ensureTensorFlow,
  hasNvidiaGpu,
  installedTensorFlow,
  type Check,
  type Installed,
} from './tensorflow.js';
