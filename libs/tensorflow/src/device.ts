/** Describes the device that computes, for logs and for a worker's announcement when it joins. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import type { DeviceDescription } from '@lockstep/task';

type DeviceFacts = Pick<DeviceDescription, 'deviceName' | 'instructionSet' | 'driver' | 'memoryBytes'>;

const DRIVER_FOLDER = '/proc/driver/nvidia';
const NVIDIA_SMI_TIMEOUT_MS = 5000;

/**
 * Returns the facts that the operating system and the driver report. `instructionSet` is the widest that oneDNN may use: `avx512`,
 * `avx2`, `avx`, `sse4` or the architecture's name.
 */
export function deviceFacts(device: 'cpu' | 'gpu'): DeviceFacts {
  const instructions = instructionSet();
  if (device === 'cpu') {
    const deviceName = os.cpus()[0]?.model ?? 'unknown';
    return { deviceName, instructionSet: instructions, driver: undefined, memoryBytes: os.totalmem() };
  }
  const gpu = visibleGpu(process.env['CUDA_VISIBLE_DEVICES']);
  return {
    deviceName: gpuName(gpu) ?? 'unknown',
    instructionSet: instructions,
    driver: nvidiaDriver(),
    memoryBytes: gpuMemoryBytes(gpu),
  };
}

/** Returns the number of the first GPU in `CUDA_VISIBLE_DEVICES`, or 0 if the setting is missing or holds a UUID. */
export function visibleGpu(setting: string | undefined): number {
  const [first = ''] = (setting ?? '').split(',');
  return /^\d+$/.test(first) ? Number(first) : 0;
}

/** Returns the version of NVIDIA's driver, or undefined if it is not loaded. A loaded driver may have no GPU. */
export function nvidiaDriver(): string | undefined {
  return driverVersion(readIfExists(`${DRIVER_FOLDER}/version`));
}

/** Finds the version in the driver's version file: "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  …". */
export function driverVersion(text: string): string | undefined {
  return /^NVRM version:.*?\s(\d+(?:\.\d+)+)\s/m.exec(text)?.[1];
}

/** Returns the model of a GPU, or undefined. GPUs are in PCI bus order, as CUDA counts them with CUDA_DEVICE_ORDER=PCI_BUS_ID. */
function gpuName(gpu: number): string | undefined {
  const folder = `${DRIVER_FOLDER}/gpus`;
  const name = existsSync(folder) ? readdirSync(folder).sort()[gpu] : undefined;
  if (name === undefined) return undefined;
  return /^Model:\s*(.+)$/m.exec(readIfExists(`${folder}/${name}/information`))?.[1];
}

function gpuMemoryBytes(gpu: number): number | undefined {
  const args = ['--query-gpu=memory.total', '--format=csv,noheader,nounits', `--id=${gpu}`];
  const { status, stdout } = spawnSync('nvidia-smi', args, { encoding: 'utf8', timeout: NVIDIA_SMI_TIMEOUT_MS });
  const mebibytes = Number.parseInt(stdout, 10);
  return status === 0 && mebibytes > 0 ? mebibytes * 2 ** 20 : undefined;
}

function readIfExists(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function instructionSet(): string {
  const limit = process.env['ONEDNN_MAX_CPU_ISA'];
  const widest = widestInstructionSet();
  return limit ? `${widest} limited to ${limit.toLowerCase()}` : widest;
}

function widestInstructionSet(): string {
  if (!existsSync('/proc/cpuinfo')) return os.arch();
  const flags = new Set(/^flags\s*:\s*(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.split(' '));
  if (flags.has('avx512f')) return 'avx512';
  if (flags.has('avx2')) return 'avx2';
  if (flags.has('avx')) return 'avx';
  return flags.has('sse4_1') ? 'sse4' : os.arch();
}
