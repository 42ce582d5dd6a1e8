import type { DeviceDescription } from '@lockstep/task';

/** Returns the description of a device in one line: "AMD EPYC (cpu, avx512, 1 thread, 23.5 GiB, TensorFlow 2.21.0)". */
export function describeDevice(description: DeviceDescription): string {
  const { deviceName, device, instructionSet, driver, threads, memoryBytes, software } = description;
  const facts = [
    device,
    ...(device === 'cpu' && instructionSet !== undefined ? [instructionSet] : []),
    ...(device === 'cpu' ? [`${threads} thread${threads === 1 ? '' : 's'}`] : []),
    ...(driver === undefined ? [] : [`driver ${driver}`]),
    ...(memoryBytes === undefined ? [] : [`${(memoryBytes / 2 ** 30).toFixed(1)} GiB`]),
    software,
  ];
  return `${deviceName} (${facts.join(', ')})`;
}
