/** The training config of the coordinator node. */
import { dataConfigOf, type NodeConfig } from '@lockstep/cluster';
import type { RunInfo } from '@lockstep/protocol';
import type { CoordinatorConfig } from '../config.js';
import { auditConfig } from './audit.js';
import { totalStepsOf } from './run-info.js';

export const LEASE_FLOOR_MS = 1000;
/** Half of the 64 MiB of pending data at which the NATS server disconnects a slow consumer. */
export const IN_FLIGHT_BYTES = 32 * 1024 * 1024;

export function trainingConfig(config: CoordinatorConfig, info: RunInfo): NodeConfig['training'] {
  const { parameterCount, partSizeBytes, wireDtype, schemaHash, heartbeatTimeoutMs } = info;
  return {
    ...dataConfigOf(info),
    totalSteps: totalStepsOf(info),
    learningRate: config.lr,
    parameterCount,
    partSizeBytes,
    wireDtype,
    inFlightBytes: IN_FLIGHT_BYTES,
    checkpointEvery: config.checkpointEvery,
    schemaHash,
    threads: config.threads,
    mixedNumerics: config.mixedNumerics,
    heartbeatTimeoutMs,
    leaseFloorMs: LEASE_FLOOR_MS,
    audit: auditConfig(config.audit),
  };
}
