import { setTimeout } from 'node:timers/promises';
import { TestServer, until } from '@lockstep/native/testing';
import type { MetricsRecord } from '@lockstep/protocol';
import { RunSubjects } from '@lockstep/protocol';
import type { NatsConnection } from 'nats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectNats } from './connection.js';
import { MetricsWriter, readMetrics } from './metrics-stream.js';

let server: TestServer;
let connection: NatsConnection;
beforeAll(async () => {
  server = await TestServer.start('-js');
  connection = await connectNats({ url: server.url, name: 'spec' });
});
afterAll(async () => {
  await connection.close();
  await server.end();
});

function record(step: number, leaderEpoch = 1): MetricsRecord {
  return { leaderEpoch, body: { kind: 'step', step, epoch: 1, loss: 1 / step, samples: 8, samplesPerSecond: 100 } };
}

const open = (run: string) => MetricsWriter.open(connection, run, (message) => expect.fail(message));

describe('the stream of metrics', () => {
  it('is read from its first record on, in order, by one who comes late, and goes on', async () => {
    const writer = await open('run-1');
    for (let step = 1; step <= 500; step++) writer.publish(record(step));
    const read: MetricsRecord[] = [];
    const reading = await readMetrics(connection, 'run-1', (each) => read.push(each));
    await until(() => read.length === 500);
    writer.publish(record(501, 2));
    await until(() => read.length === 501);
    expect(read).toEqual([...Array.from({ length: 500 }, (_, i) => record(i + 1)), record(501, 2)]);
    reading.stop();
  });

  it('is opened again by the next coordinator with what it holds', async () => {
    (await open('run-2')).publish(record(1));
    (await open('run-2')).publish(record(2, 2));
    const read: MetricsRecord[] = [];
    await readMetrics(connection, 'run-2', (each) => read.push(each));
    await until(() => read.length === 2);
  });

  it('is bounded: old records make room for new ones', async () => {
    await open('run-3');
    const { streams } = await connection.jetstreamManager();
    const { config } = await streams.info(new RunSubjects('run-3').metricsStream);
    expect(config).toMatchObject({ max_bytes: 64 * 1024 * 1024, discard: 'old', storage: 'file' });
    expect(config.subjects).toEqual(['lockstep.run-3.leader.metrics']);
  });

  it('passes over records that are none, or of a kind that a newer version writes', async () => {
    const writer = await open('run-4');
    const { metrics } = new RunSubjects('run-4');
    await connection.jetstream().publish(metrics, Uint8Array.of(0xff));
    await connection.jetstream().publish(metrics, Uint8Array.of(0x08, 0x01));
    writer.publish(record(1));
    const read: MetricsRecord[] = [];
    await readMetrics(connection, 'run-4', (each) => read.push(each));
    await until(() => read.length === 1);
  });

  it('that cannot be written is reported once, and nobody waits for it', async () => {
    const messages: string[] = [];
    const writer = await MetricsWriter.open(connection, 'run-5', (message) => messages.push(message));
    const { streams } = await connection.jetstreamManager();
    await streams.delete(new RunSubjects('run-5').metricsStream);
    for (let step = 1; step <= 3; step++) writer.publish(record(step));
    await until(() => messages.length > 0);
    await setTimeout(100);
    expect(messages).toEqual([expect.stringContaining('the stream of metrics does not take all records (503)')]);
    await expect(readMetrics(connection, 'run-5', () => undefined)).rejects.toThrow('stream not found');
  });

  it('that cannot be made is reported, and does not stop the run', async () => {
    const other = await TestServer.start();
    const without = await connectNats({ url: other.url, name: 'spec' });
    const messages: string[] = [];
    const writer = await MetricsWriter.open(without, 'run-6', (message) => messages.push(message));
    writer.publish(record(1));
    await setTimeout(100);
    expect(messages).toHaveLength(1);
    await without.close();
    await other.end();
  });
});
