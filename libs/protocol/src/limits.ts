/** Bounds that every message from the network is held to before it is used. */
export const LIMITS = {
  /** Largest vector: 1 GiB of float32. */
  parameterCount: 268_435_456,
  /** Smallest and largest part; the largest is NATS' hard limit for a message less room for the envelope. */
  partSizeBytesMin: 1024,
  partSizeBytesMax: 8 * 1024 * 1024,
  /** Largest message: the largest part and an envelope. */
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

/** The version of the messages in lockstep.proto; peers of another version are refused. */
export const PROTOCOL_VERSION = 5;
