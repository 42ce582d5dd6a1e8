/** What the system reports of the device that computes: for logs, and for what a worker says when it joins. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import type { DeviceDescription } from '@lockstep/task';

type DeviceFacts = Pick<DeviceDescription, 'deviceName' | 'instructionSet' | 'driver' | 'memoryBytes'>;

const DRIVER_FOLDER = '/proc/driver/nvidia';
const NVIDIA_SMI_TIMEOUT_MS = 5000;

/** `instructionSet` is the widest that oneDNN may use: `avx512`, `avx2`, `avx`, `sse4` or the architecture's name. */
export function deviceFacts(device: 'cpu' | 'gpu'): DeviceFacts {
  const instructions = instructionSet();
  if (device === 'cpu') {
    const deviceName = os.cpus()[0]?.model ?? 'unknown';
    return { deviceName, instructionSet: instructions, driver: undefined, memoryBytes: os.totalmem() };
  }
  const card = visibleCard(process.env['CUDA_VISIBLE_DEVICES']);
  return {
    deviceName: cardName(card) ?? 'unknown',
    instructionSet: instructions,
    driver: nvidiaDriver(),
    memoryBytes: cardMemoryBytes(card),
  };
}

/** The number of the first card that CUDA shows us; 0 when nothing is said, or said by its UUID. */
export function visibleCard(setting: string | undefined): number {
  const [first = ''] = (setting ?? '').split(',');
  return /^\d+$/.test(first) ? Number(first) : 0;
}

/** Version of NVIDIA's driver, if it is loaded: that it has a card to show is another matter. */
export function nvidiaDriver(): string | undefined {
  return driverVersion(readIfThere(`${DRIVER_FOLDER}/version`));
}

/** From the file with which the driver introduces itself: "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  …". */
export function driverVersion(text: string): string | undefined {
  return /^NVRM version:.*?\s(\d+(?:\.\d+)+)\s/m.exec(text)?.[1];
}

/** In the order of the PCI bus, as CUDA counts with CUDA_DEVICE_ORDER=PCI_BUS_ID. */
function cardName(card: number): string | undefined {
  const folder = `${DRIVER_FOLDER}/gpus`;
  const name = existsSync(folder) ? readdirSync(folder).sort()[card] : undefined;
  if (name === undefined) return undefined;
  return /^Model:\s*(.+)$/m.exec(readIfThere(`${folder}/${name}/information`))?.[1];
}

function cardMemoryBytes(card: number): number | undefined {
  const args = ['--query-gpu=memory.total', '--format=csv,noheader,nounits', `--id=${card}`];
  const { status, stdout } = spawnSync('nvidia-smi', args, { encoding: 'utf8', timeout: NVIDIA_SMI_TIMEOUT_MS });
  const mebibytes = Number.parseInt(stdout, 10);
  return status === 0 && mebibytes > 0 ? mebibytes * 2 ** 20 : undefined;
}

function readIfThere(path: string): string {
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
