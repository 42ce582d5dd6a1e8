import type { RunInfo } from '@lockstep/protocol';

export function sampleRunInfo(run: string): RunInfo {
  return {
    protocolVersion: 1,
    run,
    schemaHash: 'a'.repeat(64),
    task: 'linear',
    dataset: 'synthetic',
    files: [
      { name: 'train.bin', sha256: 'b'.repeat(64), bytes: 9_912_422 },
      { name: 'test.bin', sha256: 'c'.repeat(64), bytes: 1_648_877 },
    ],
    seed: 7,
    batchSize: 128,
    shards: 4,
    threads: 1,
    trainSamples: 60_000,
    testSamples: 10_000,
    parameterCount: 309_057,
    partSizeBytes: 524_288,
    heartbeatIntervalMs: 500,
    heartbeatTimeoutMs: 5000,
    wireDtype: 'f32',
    settings: { epochs: 3, maxSteps: 0, learningRate: 1e-3, checkpointEvery: 200, mixedNumerics: false, audit: 0 },
  };
}
