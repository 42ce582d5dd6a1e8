/** Bounds of the fields of all messages. Decoders enforce them before a message is used. */
export const LIMITS = {
  /** Largest vector: 1 GiB of float32. */
  parameterCount: 268_435_456,
  /** Smallest and largest part of a vector. NATS recommends messages of at most 8 MiB. */
  partSizeBytesMin: 1024,
  partSizeBytesMax: 8 * 1024 * 1024,
  /** Largest message, which is the largest part and its envelope. */
  messageBytes: 8 * 1024 * 1024 + 64 * 1024,
  shards: 65_536,
  batchSize: 1_048_576,
  samples: 1_000_000_000,
  textChars: 500,
  /** Entries of a list in a status. */
  statusEntries: 4096,
  /** Updates of a run. */
  steps: 1_000_000_000,
  intervalMs: 3_600_000,
  uint32: 0xffff_ffff,
  /** Files of a data set. */
  dataFiles: 256,
  samplesPerRequest: 256,
  stepsPerRequest: 1000,
} as const;

/** The version of the messages in lockstep.proto. Peers with a different version are refused. */
export const PROTOCOL_VERSION = 5;
