import { setTimeout } from 'node:timers/promises';
import { TestServer, until } from '@lockstep/native/testing';
import type { MetricsRecord } from '@lockstep/protocol';
import { RunSubjects } from '@lockstep/protocol';
import { describe, expect, it } from 'vitest';
import { connectNats } from './connection.js';
import { MetricsWriter, readMetrics } from './metrics-stream.js';
import { useServer } from './testing/server.js';

const nats = useServer(1, '-js');

function record(step: number, leaderEpoch = 1): MetricsRecord {
  return { leaderEpoch, body: { kind: 'step', step, epoch: 1, loss: 1 / step, samples: 8, samplesPerSecond: 100 } };
}

const open = (run: string) => MetricsWriter.open(nats.connection, run, (message) => expect.fail(message));

describe('the metrics stream', () => {
  it('delivers all records in order to a late reader, and then new records', async () => {
    const writer = await open('run-1');
    for (let step = 1; step <= 500; step++) writer.publish(record(step));
    const read: MetricsRecord[] = [];
    const reading = await readMetrics(nats.connection, 'run-1', (each) => read.push(each));
    await until(() => read.length === 500);
    writer.publish(record(501, 2));
    await until(() => read.length === 501);
    expect(read).toEqual([...Array.from({ length: 500 }, (_, i) => record(i + 1)), record(501, 2)]);
    reading.stop();
  });

  it('keeps its records when the next coordinator opens it', async () => {
    (await open('run-2')).publish(record(1));
    (await open('run-2')).publish(record(2, 2));
    const read: MetricsRecord[] = [];
    await readMetrics(nats.connection, 'run-2', (each) => read.push(each));
    await until(() => read.length === 2);
  });

  it('is bounded and discards old records', async () => {
    await open('run-3');
    const { streams } = await nats.connection.jetstreamManager();
    const { config } = await streams.info(new RunSubjects('run-3').metricsStream);
    expect(config).toMatchObject({ max_bytes: 64 * 1024 * 1024, discard: 'old', storage: 'file' });
    expect(config.subjects).toEqual(['lockstep.run-3.leader.metrics']);
  });

  it('skips malformed records and records of an unknown kind', async () => {
    const writer = await open('run-4');
    const { metrics } = new RunSubjects('run-4');
    await nats.connection.jetstream().publish(metrics, Uint8Array.of(0xff));
    await nats.connection.jetstream().publish(metrics, Uint8Array.of(0x08, 0x01));
    writer.publish(record(1));
    const read: MetricsRecord[] = [];
    await readMetrics(nats.connection, 'run-4', (each) => read.push(each));
    await until(() => read.length === 1);
  });

  it('reports failed writes once and does not block', async () => {
    const messages: string[] = [];
    const writer = await MetricsWriter.open(nats.connection, 'run-5', (message) => messages.push(message));
    const { streams } = await nats.connection.jetstreamManager();
    await streams.delete(new RunSubjects('run-5').metricsStream);
    for (let step = 1; step <= 3; step++) writer.publish(record(step));
    await until(() => messages.length > 0);
    await setTimeout(100);
    expect(messages).toEqual([expect.stringContaining('the stream of metrics does not take all records (503)')]);
    await expect(readMetrics(nats.connection, 'run-5', () => undefined)).rejects.toThrow('stream not found');
  });

  it('reports that it cannot be created and does not throw', async () => {
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
