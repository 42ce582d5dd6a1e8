/** The sampler, and a run of the task denoise on a stock NATS server that is restarted: figures of the checkpoints, and images on request. */
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeSampleReply, encodeSampleRequest, RunSubjects, type SampleRequest } from '@lockstep/protocol';
import { connect, type NatsConnection } from 'nats';
import { denoise } from './harness/experiment.js';
import { ExternalRun } from './harness/external-run.js';
import type { Program } from './harness/processes.js';
import { start, succeeds } from './harness/programs.js';
import { summaryOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

const workspace = new Workspace(await denoise());
let run: ExternalRun;
let sampler: Program;

beforeAll(async () => {
  run = await ExternalRun.onServer(workspace);
});

afterAll(() => run.stop());

test('a run on a stock server starts no process of its own and warns that the server is unsecured', async () => {
  const { program } = run.coordinate('--checkpoint-every=4');
  await program.said(/^unsecured: /);
  expect(program.livingPids()).toEqual([program.pid]);
});

test('the sampler draws the last checkpoint after a restart of the server', async () => {
  const figures = workspace.path('figures');
  sampler = start('sampler', ['--json', '--task=denoise', `--out=${figures}`], { env: run.env });
  await sampler.said(/follows the checkpoints of run/);
  const [a, b] = [run.worker('a'), run.worker('b')];
  await run.coordinator.program.line('a step of both', ({ fields }) => Number(fields['workers']) === 2);
  await run.killServer();
  await run.coordinator.program.said(/lost the NATS server/);
  await run.restartServer();
  await run.coordinator.program.said(/connected to the NATS server at 127\.0\.0\.1:\d+ again/);
  a.signal('SIGINT');
  await succeeds(a);
  await run.endsAsUndisturbed();
  await succeeds(b);
  await sampler.said(/drew 6 figures of step 32/);
  expect(readdirSync(figures)).toHaveLength(6);
});

const FLOAT32 = 'application/octet-stream';

describe('the service of the sampler', () => {
  let client: NatsConnection;
  let draw: string;

  beforeAll(async () => {
    client = await connect({ servers: `127.0.0.1:${run.port}` });
    draw = new RunSubjects(summaryOf(run.out).run).draw;
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

  test('returns images as raw float32: equal for equal seeds, and different for different seeds', async () => {
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

  test('returns PNG', async () => {
    const { data } = await ask({ count: 4, steps: 2, seed: 1, mediaType: 'image/png' });
    const png = Buffer.from(decodeSampleReply(data).data);
    expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
    expect(png.subarray(-8, -4).toString('latin1')).toBe('IEND');
  });

  test.each([
    ['bytes that are not a request', new Uint8Array(9).fill(0xff), '400', /cannot be decoded/],
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
  ])('refuses %s with a code, and answers the next request', async (_, request, code, message) => {
    const answer = await ask(request);
    expect(answer.code).toBe(code);
    expect(answer.error).toMatch(message);
    expect((await ask({ count: 1, steps: 1, seed: 1, mediaType: FLOAT32 })).code).toBe('');
  });

  test('returns as many images as fit into one message', async () => {
    const answer = await ask({ count: 256, steps: 2, seed: 1, mediaType: FLOAT32 });
    // They have 802,816 bytes, and a message has at most 1 MiB.
    expect(answer.code).toBe('');
    expect(decodeSampleReply(answer.data).data.byteLength).toBe(256 * 28 * 28 * 4);
  });

  test('is listed by its name, and exits with code 0 at Ctrl-C', async () => {
    const names: string[] = [];
    for await (const { name } of await client.services.client().ping()) names.push(name);
    expect(names).toEqual(['lockstep-sampler']);
    sampler.signal('SIGINT');
    await succeeds(sampler);
  });
});
