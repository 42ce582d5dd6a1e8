/**
 * A cluster on a stock NATS server, which takes messages of at most 1 MiB: members join and leave in mid-run, the server is
 * restarted, the coordinator is killed and goes on, and the end is that of an undisturbed run. Then the sampler is asked.
 */
import { readdirSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { decodeSampleReply, encodeSampleRequest, RunSubjects, type SampleRequest } from '@lockstep/protocol';
import { connect, type NatsConnection } from 'nats';
import type { Program } from './harness/processes.js';
import { Coordinator, freePort, start, startNats } from './harness/programs.js';
import { metricsOf, summaryOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

const workspace = new Workspace();
const reference = inject('reference');
const out = workspace.path('run');
const figures = workspace.path('figures');
const storeDir = workspace.path('jetstream');

let port: number;
let env: Record<string, string>;
let nats: Program;
let coordinator: Coordinator;
let sampler: Program;

function startWorker(id: string): Program {
  return start('worker', ['--json', `--id=${id}`], { env });
}

function startCoordinator(...more: string[]): Coordinator {
  return new Coordinator(workspace.args(out, '--checkpoint-every=4', ...more), { env });
}

beforeAll(async () => {
  port = await freePort();
  env = { LOCKSTEP_NATS_URL: `nats://127.0.0.1:${port}` };
  nats = await startNats(storeDir, port);
  sampler = start('sampler', ['--json', `--out=${figures}`], { env });
});

afterAll(async () => {
  nats.signal('SIGTERM');
  await nats.ended();
});

describe('a run on a stock server', () => {
  let b: Program;

  test('the coordinator brings nothing of its own and says that the server is unsecured', async () => {
    coordinator = startCoordinator();
    await coordinator.program.said(/^unsecured: /);
    await sampler.said(/follows the checkpoints of run/);
    expect(coordinator.program.livingPids()).toEqual([coordinator.program.pid]);
  });

  test('a worker joins in the middle, another leaves by Ctrl-C, and training goes on', async () => {
    const a = startWorker('a');
    await coordinator.step(4);
    // A waits until B is there, so that they are sure to meet.
    a.signal('SIGSTOP');
    b = startWorker('b');
    await b.said(/joined the run/);
    a.signal('SIGCONT');
    await coordinator.program.line('a step of both', ({ fields }) => Number(fields['workers']) === 2);
    a.signal('SIGINT');
    expect(await a.ended(), a.output).toEqual({ code: 0, signal: null });
    await coordinator.program.said(/worker default\.a left: Ctrl-C/);
    await coordinator.program.line(
      'a step after it',
      ({ fields }) => fields['type'] === 'step',
      coordinator.program.lines.length,
    );
  });

  test('the server is restarted: all come back to it, and training goes on', async () => {
    nats.signal('SIGKILL');
    await nats.ended();
    await coordinator.program.said(/lost the NATS server/);
    nats = await startNats(storeDir, port);
    await coordinator.program.said(/connected to the NATS server at 127\.0\.0\.1:\d+ again/);
    await coordinator.program.line(
      'a step',
      ({ fields }) => fields['type'] === 'step',
      coordinator.program.lines.length,
    );
  });

  test('kill -9 of the coordinator, and its disk is lost: the worker waits, the object store has the checkpoint', async () => {
    coordinator.program.signal('SIGKILL');
    await coordinator.program.ended();
    await b.said(/the coordinator is silent: waiting/);
    rmSync(`${out}/checkpoints`, { recursive: true });
    coordinator = startCoordinator('--resume');
    await coordinator.program.said(/loaded the checkpoint of step [1-9]\d* from the object store/);
    await coordinator.program.said(/resuming from step [1-9]\d* of run/);
    expect(await coordinator.program.ended(), coordinator.program.output).toEqual({ code: 0, signal: null });
    expect(await b.ended(), b.output).toEqual({ code: 0, signal: null });
    expect(summaryOf(out).weights_sha256).toBe(reference.weights_sha256);
    expect(metricsOf(out).map(({ loss }) => loss)).toEqual(metricsOf(inject('referenceOut')).map(({ loss }) => loss));
  });

  test('the sampler draws the last checkpoint, though the server was restarted', async () => {
    await sampler.said(/drew 6 figures of step 32/);
    expect(readdirSync(figures)).toHaveLength(6);
  });
});

const FLOAT32 = 'application/octet-stream';

describe('the sampler as a service', () => {
  let client: NatsConnection;
  let draw: string;

  beforeAll(async () => {
    client = await connect({ servers: `127.0.0.1:${port}` });
    draw = new RunSubjects(summaryOf(out).run).draw;
  });

  afterAll(() => client.close());

  async function ask(request: SampleRequest | Uint8Array) {
    const bytes = request instanceof Uint8Array ? request : encodeSampleRequest(request);
    const msg = await client.request(draw, bytes, { timeout: 30_000 });
    return {
      code: msg.headers?.get('Nats-Service-Error-Code') ?? '',
      error: msg.headers?.get('Nats-Service-Error') ?? '',
      data: msg.data,
    };
  }

  test('draws raw float32: the right size, values of a picture, equal for equal seeds and only for them', async () => {
    const images = async (seed: number) => {
      const { code, data } = await ask({ count: 3, steps: 5, seed, mediaType: FLOAT32 });
      expect(code).toBe('');
      const reply = decodeSampleReply(data);
      expect(reply).toMatchObject({ step: 32, mediaType: FLOAT32 });
      return Buffer.from(reply.data);
    };
    const first = await images(1);
    expect(first.byteLength).toBe(3 * 28 * 28 * 4);
    const values = new Float32Array(Uint8Array.from(first).buffer);
    expect(values.every((value) => value > -1 && value < 2)).toBe(true);
    expect(new Set(values).size).toBeGreaterThan(100);
    expect((await images(1)).equals(first)).toBe(true);
    expect((await images(2)).equals(first)).toBe(false);
  });

  test('draws PNG', async () => {
    const { data } = await ask({ count: 4, steps: 2, seed: 1, mediaType: 'image/png' });
    const png = Buffer.from(decodeSampleReply(data).data);
    expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
    expect(png.subarray(-8, -4).toString('latin1')).toBe('IEND');
  });

  test.each([
    ['bytes that are no request', new Uint8Array(9).fill(0xff), '400', /cannot be decoded/],
    ['no bytes', new Uint8Array(), '400', /count is 0/],
    [
      'too many images',
      encodeSampleRequest({ count: 100_000, steps: 5, seed: 1, mediaType: 'image/png' }),
      '400',
      /count is 100000/,
    ],
    [
      'an unknown media type',
      encodeSampleRequest({ count: 1, steps: 1, seed: 1, mediaType: 'text/csv' }),
      '400',
      /"text\/csv" is unknown: ask for image\/png or application\/octet-stream/,
    ],
    ['no steps', encodeSampleRequest({ count: 1, steps: 0, seed: 1, mediaType: 'image/png' }), '400', /steps is 0/],
  ])('refuses %s with a code and lives', async (_, request, code, message) => {
    const answer = await ask(request);
    expect(answer.code).toBe(code);
    expect(answer.error).toMatch(message);
    expect((await ask({ count: 1, steps: 1, seed: 1, mediaType: FLOAT32 })).code).toBe('');
  });

  test('draws as many images at once as a message may hold', async () => {
    const answer = await ask({ count: 256, steps: 2, seed: 1, mediaType: FLOAT32 });
    // 256 images of 28×28 float32 are 802,816 bytes and fit into 1 MiB.
    expect(answer.code).toBe('');
    expect(decodeSampleReply(answer.data).data.byteLength).toBe(256 * 28 * 28 * 4);
  });

  test('is found by its name, and leaves in good order', async () => {
    const names: string[] = [];
    for await (const { name } of await client.services.client().ping()) names.push(name);
    expect(names).toEqual(['lockstep-sampler']);
    sampler.signal('SIGINT');
    expect(await sampler.ended(), sampler.output).toEqual({ code: 0, signal: null });
  });
});
