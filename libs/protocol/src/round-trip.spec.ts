import { describe, expect, it } from 'vitest';
import { decodeCoordinatorMessage } from './decode-coordinator.js';
import { decodeFiguresDrawn, decodeSampleReply, decodeSampleRequest } from './decode-sampler.js';
import { decodeWorkerMessage } from './decode-worker.js';
import {
  encodeCoordinatorMessage,
  encodeFiguresDrawn,
  encodeSampleReply,
  encodeSampleRequest,
  encodeWorkerMessage,
} from './encode.js';
import type { CoordinatorBody, Phase, StandbyBody, WorkerBody } from './messages.js';
import { decodeMetricsRecord, encodeMetricsRecord } from './metrics.js';
import { decodeStandbyMessage, encodeStandbyMessage } from './standby-messages.js';
import { decodeStatus, encodeStatus } from './status.js';
import {
  COORDINATOR_BODIES,
  fromCoordinator,
  fromWorker,
  METRICS,
  REFUSAL_WORDS,
  STANDBY_BODIES,
  STATUS,
  WORKER_BODIES,
} from './testing/messages.js';

/** Converts Node's Buffer, which the encoder returns, to a Uint8Array, because `toEqual` compares classes. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

function throughCoordinator(body: CoordinatorBody): CoordinatorBody {
  return decodeCoordinatorMessage(plain(encodeCoordinatorMessage(fromCoordinator(body)))).body;
}

function throughWorker(body: WorkerBody): WorkerBody {
  return decodeWorkerMessage(plain(encodeWorkerMessage(fromWorker(body)))).body;
}

describe('decoding returns the encoded message', () => {
  it.each(Object.values(COORDINATOR_BODIES))('coordinator: $kind', (body) => {
    const message = fromCoordinator(body);
    expect(decodeCoordinatorMessage(plain(encodeCoordinatorMessage(message)))).toEqual(message);
  });

  it.each(Object.values(WORKER_BODIES))('worker: $kind', (body) => {
    const message = fromWorker(body);
    expect(decodeWorkerMessage(plain(encodeWorkerMessage(message)))).toEqual(message);
  });

  it.each(Object.values(STANDBY_BODIES))('standby: $kind', (body) => {
    const message = { incarnation: 0xffff_fffe, leaderEpoch: 7, body };
    expect(decodeStandbyMessage(plain(encodeStandbyMessage(message)))).toEqual(message);
  });

  it('a request for a new snapshot', () => {
    const body: StandbyBody = { kind: 'stateRequest', snapshotVersion: undefined, firstPart: 0, partCount: 1 };
    const message = { incarnation: 1, leaderEpoch: 0, body };
    expect(decodeStandbyMessage(plain(encodeStandbyMessage(message)))).toEqual(message);
  });

  it('a snapshot from before the first worker', () => {
    const body = { ...COORDINATOR_BODIES.statePart, fingerprint: undefined, snapshotVersion: 0, beta1Power: 1 };
    expect(throughCoordinator(body)).toEqual(body);
  });

  it('a metrics record', () => {
    expect(decodeMetricsRecord(plain(encodeMetricsRecord(METRICS)))).toEqual(METRICS);
  });

  it('the status of a run', () => {
    const { workers, ...rest } = decodeStatus(plain(encodeStatus(STATUS)));
    expect({ ...rest, workers }).toEqual(STATUS);
  });

  it('the messages of samplers and their clients', () => {
    for (const mediaType of ['text/csv', 'application/octet-stream', 'text/plain; charset=utf-8']) {
      const request = { count: 256, steps: 1000, seed: 0xffff_ffff, mediaType };
      expect(decodeSampleRequest(encodeSampleRequest(request))).toEqual(request);
      const reply = { step: 469, mediaType, data: Uint8Array.of(1, 2, 0) };
      expect(decodeSampleReply(plain(encodeSampleReply(reply)))).toEqual(reply);
    }
    const any = { count: 1, steps: 1, seed: 0, mediaType: undefined };
    expect(decodeSampleRequest(encodeSampleRequest(any))).toEqual(any);
    const drawn = { step: 469, files: ['loss.png', 'dataset.png'] };
    expect(decodeFiguresDrawn(encodeFiguresDrawn(drawn))).toEqual(drawn);
  });

  it('every value of every enum', () => {
    for (const code of REFUSAL_WORDS) {
      expect(throughCoordinator({ kind: 'refusal', code, reason: '' })).toEqual({
        kind: 'refusal',
        code,
        reason: '',
      });
    }
    for (const phase of ['train', 'evaluate'] satisfies Phase[]) {
      expect(throughCoordinator({ ...COORDINATOR_BODIES.lease, phase })).toMatchObject({ phase });
    }
  });

  it('fields with default values, which are not sent', () => {
    const idle: WorkerBody = { kind: 'heartbeat', version: 0, leaseId: 0, computed: false, msPerShard: 0 };
    expect(throughWorker(idle)).toEqual(idle);
    const everything: WorkerBody = { kind: 'weightsRequest', version: 0, parts: [] };
    expect(throughWorker(everything)).toEqual(everything);
    const evaluated = { ...WORKER_BODIES.gradientPart, level: 0, index: 0, part: 0, data: new Uint8Array() };
    const { data, ...fields } = throughWorker(evaluated) as typeof evaluated;
    expect({ ...fields, data: plain(data) }).toEqual(evaluated);
    const hint: CoordinatorBody = { kind: 'checkpoint', name: 'step-00000001', last: false };
    expect(throughCoordinator(hint)).toEqual(hint);
  });

  it('NaN and infinite losses, which the coordinator refuses with NOT_FINITE', () => {
    for (const lossSum of [NaN, Infinity, -Infinity, Math.fround(0.1), 1e-45]) {
      const expected = Math.fround(lossSum);
      expect(throughWorker({ ...WORKER_BODIES.gradientPart, lossSum })).toMatchObject({ lossSum: expected });
    }
  });
});
