import type { Role } from '@lockstep/access';
import { decodeStatus, RunSubjects, STATUS_ANY } from '@lockstep/protocol';
import { ObjectBucket, type NatsConnection } from '@lockstep/transport';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerStatus, answerStop, withWaiting } from './status-answer.js';
import { requestStatus, requestStop, NoLiveRunError } from './status-request.js';
import { until } from '@lockstep/native/testing';
import { SecuredServer } from '../testing/secured-server.js';
import { sampleStatus } from '../testing/status.js';

const RUN = 'run-1';

let server: SecuredServer;
let coordinator: NatsConnection;
let operator: NatsConnection;
beforeAll(async () => {
  server = await SecuredServer.start(RUN);
  coordinator = await server.connect('coordinator');
  operator = await server.connect('operator');
});
afterAll(() => server.end());

describe('a status request', () => {
  it('is answered with the current status until the answering stops', async () => {
    let version = 0;
    const answering = answerStatus(coordinator, RUN, () => ({ ...sampleStatus(), version: ++version }));
    await coordinator.flush();
    for (const subject of [STATUS_ANY, new RunSubjects(RUN).status]) {
      const { data } = await operator.request(subject, '', { timeout: 2000 });
      expect(decodeStatus(data)).toEqual({ ...sampleStatus(), run: RUN, version });
    }
    expect(version).toBe(2);
    expect((await requestStatus(operator, undefined, 0)).version).toBe(3);
    answering.stop();
    await coordinator.flush();
    await expect(requestStatus(operator, RUN, 0)).rejects.toThrow(NoLiveRunError);
    await expect(requestStatus(operator, undefined, 0)).rejects.toThrow(/no run answers .* at 127\.0\.0\.1:\d+/);
    expect(version).toBe(3);
  });

  it('waits for a coordinator that takes over', async () => {
    const pending = requestStatus(operator, RUN, 5000);
    setTimeout(() => answerStatus(coordinator, RUN, sampleStatus), 300);
    expect((await pending).run).toBe(RUN);
  });
});

/** Answers stop requests and counts them. */
function countStops() {
  const received = { stops: 0, forged: [] as string[] };
  const onForged = (message: string) => received.forged.push(message);
  return Object.assign(received, { answering: answerStop(coordinator, RUN, () => received.stops++, onForged) });
}

it('a stop request of the operator is answered until the answering stops', async () => {
  const received = countStops();
  await coordinator.flush();
  await requestStop(operator, RUN);
  expect(received.forged).toEqual([]);
  expect(received.stops).toBe(1);
  received.answering.stop();
  await coordinator.flush();
  await expect(requestStop(operator, RUN)).rejects.toThrow(/no coordinator of the run run-1 answers the stop request/);
  expect(received.stops).toBe(1);
});

it.each<Role>(['worker', 'sampler'])(
  'a stored message that a %s has delivered as a stop request is ignored',
  async (role) => {
    const received = countStops();
    await (await ObjectBucket.open(coordinator, RunSubjects.dataBucket)).put('an object', Uint8Array.of(1));
    const member = await server.connect(role);
    const stream = `OBJ_${RunSubjects.dataBucket}`;
    const config = { deliver_policy: 'all', ack_policy: 'none', deliver_subject: new RunSubjects(RUN).stop };
    const question = JSON.stringify({ stream_name: stream, config });
    await member.request(`$JS.API.CONSUMER.CREATE.${stream}`, question, { timeout: 2000 });
    await until(() => received.stops + received.forged.length > 0);
    expect(received.forged).toEqual([
      expect.stringMatching(/ignored a forged stop request, which is a stored message \(\$O\.lockstep_data\.[CM]\./),
    ]);
    expect(received.stops).toBe(0);
    received.answering.stop();
  },
);

describe('the reason of a failure', () => {
  it('includes the workers that the open step waited for', () => {
    expect(withWaiting('the server is gone', { waitingFor: '' })).toBe('the server is gone');
    expect(withWaiting('the server is gone', { waitingFor: 'w1 has held shard 0 for 9 s' })).toBe(
      'the server is gone\nw1 has held shard 0 for 9 s',
    );
  });
});
