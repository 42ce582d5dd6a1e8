/** The result of `bench:step` as JSON: medians over the rounds, with the raw values. */
import type { MemoryCheck, NoNetworkMeasurement } from './no-network.js';
import type { ClusterMeasurement } from './cluster.js';
import { rounded, series } from './statistics.js';

export interface Round {
  cluster: ClusterMeasurement;
  noNetwork: NoNetworkMeasurement;
}

export function resultOf(rounds: readonly Round[], memory: MemoryCheck | undefined) {
  const cluster = rounds.map((round) => round.cluster);
  const noNetwork = rounds.map((round) => round.noNetwork);
  return {
    ratio: series(rounds.map((round) => round.cluster.imagesPerSecond / round.noNetwork.imagesPerSecond)),
    cluster: {
      images_per_second: series(cluster.map(({ imagesPerSecond }) => imagesPerSecond)),
      step_ms: series(cluster.map(({ stepMs }) => stepMs)),
      compute_ms: series(cluster.map(({ computeMs }) => computeMs)),
      wire_ms: series(cluster.map(({ wireMs }) => wireMs)),
      wait_ms: series(cluster.map(({ waitMs }) => waitMs)),
      overhead_ms: series(cluster.map(({ overheadMs }) => overheadMs)),
      cpu_ms_per_step: {
        coordinator: series(cluster.map(({ cpuMsPerStep }) => cpuMsPerStep.coordinator)),
        nats: series(cluster.map(({ cpuMsPerStep }) => cpuMsPerStep.nats)),
        workers: series(cluster.map(({ cpuMsPerStep }) => cpuMsPerStep.worker)),
        sampler: series(cluster.map(({ cpuMsPerStep }) => cpuMsPerStep.sampler)),
      },
      worker_rss_mib: cluster.map(({ workerRss: { fromStep, toStep, fromMib, toMib } }) => {
        return { from_step: fromStep, to_step: toStep, from: fromMib.map(rounded), to: toMib.map(rounded) };
      }),
    },
    no_network: {
      images_per_second: series(noNetwork.map(({ imagesPerSecond }) => imagesPerSecond)),
      step_ms: series(noNetwork.map(({ stepMs }) => stepMs)),
      compute_ms: series(noNetwork.map(({ computeMs }) => computeMs)),
      overhead_ms: series(noNetwork.map(({ overheadMs }) => overheadMs)),
      cpu_ms_per_step: { workers: series(noNetwork.map(({ cpuMsPerStep }) => cpuMsPerStep)) },
    },
    memory: memory && {
      steps: memory.steps,
      num_tensors: memory.numTensors,
      rss_mib: {
        from_step: memory.rss.fromStep,
        from: memory.rss.fromMib.map(rounded),
        to: memory.rss.toMib.map(rounded),
      },
    },
  };
}
