/** Draws samples on request, as a NATS micro-service: `nats micro ls` lists it, and several samplers share the requests. */
import { decodeSampleRequest, encodeSampleReply, MalformedMessageError, RunSubjects } from '@lockstep/protocol';
import type { Logger } from '@lockstep/cli';
import { messageOf } from '@lockstep/errors';
import type { NatsConnection } from '@lockstep/transport';
import type { ServiceMsg } from 'nats';
import { RenderRequestError, type RenderThread } from './render/render-thread.js';

/** Limit of waiting requests. Further requests are refused. */
const MAX_WAITING = 16;

export async function serveSamples(
  connection: NatsConnection,
  subjects: RunSubjects,
  renderer: RenderThread,
  log: Logger,
): Promise<void> {
  const service = await connection.services.add({
    name: 'lockstep-sampler',
    version: '0.1.0',
    description: `Draws samples with the latest checkpoint of run ${subjects.run}`,
  });
  service.addEndpoint('draw', {
    subject: subjects.draw,
    handler: (error, msg) => {
      if (!error) void answer(msg, renderer, connection.info?.max_payload ?? 0, log);
    },
    metadata: { request: 'lockstep.SampleRequest', reply: 'lockstep.SampleReply' },
  });
}

async function answer(msg: ServiceMsg, renderer: RenderThread, maxPayloadBytes: number, log: Logger): Promise<void> {
  try {
    const request = decodeSampleRequest(msg.data);
    if (renderer.pendingCount >= MAX_WAITING) {
      msg.respondError(429, `${renderer.pendingCount} requests are already waiting: retry later`);
      return;
    }
    const { step, mediaType, data } = await renderer.request({ kind: 'sample', ...request });
    const reply = encodeSampleReply({ step, mediaType, data });
    if (reply.byteLength > maxPayloadBytes) {
      msg.respondError(
        413,
        `the reply has ${reply.byteLength} bytes, the limit of the NATS server is ${maxPayloadBytes}: request fewer samples`,
      );
      return;
    }
    msg.respond(reply);
    log.info(`drew ${request.count} sample(s) in ${request.steps} step(s) for a client`);
  } catch (error) {
    const refused = error instanceof MalformedMessageError || error instanceof RenderRequestError;
    msg.respondError(refused ? 400 : 503, messageOf(error));
  }
}
