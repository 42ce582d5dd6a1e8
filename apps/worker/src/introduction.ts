import type { BackendDescription } from '@lockstep/model';

/** How a worker says what it computes with: "AMD EPYC (cpu, avx512, 1 thread, 23.5 GiB, TensorFlow 2.21.0)". */
export function introduction(description: BackendDescription): string {
  const { deviceName, device, instructionSet, driver, threads, memoryBytes, tensorflowVersion } = description;
  const facts = [
    device,
    ...(device === 'cpu' ? [instructionSet, `${threads} thread${threads === 1 ? '' : 's'}`] : []),
    ...(driver === undefined ? [] : [`driver ${driver}`]),
    ...(memoryBytes === undefined ? [] : [`${(memoryBytes / 2 ** 30).toFixed(1)} GiB`]),
    `TensorFlow ${tensorflowVersion}`,
  ];
  return `${deviceName} (${facts.join(', ')})`;
}
