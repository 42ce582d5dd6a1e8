import type { Role } from '@lockstep/access';
import { connectNats, NatsRefusedError } from '@lockstep/transport';
import { describe, expect, it } from 'vitest';
import {
  CHECKPOINTS,
  DATA,
  LOCAL,
  run,
  STATE,
  STATUS_QUESTIONS,
  subjects,
  useSecuredRun,
} from '../testing/secured-run.js';

useSecuredRun();

describe('a connection', () => {
  it.each([
    ['without credentials', ''],
    ['with a wrong password', 'coordinator:guess@'],
    ['with the password of another role', 'coordinator:secret-of-the-workers@'],
    ['of a role that there is not', 'admin:secret-of-the-coordinator@'],
  ])('%s is refused', async (_name, credentials) => {
    const connecting = connectNats({ url: `nats://${credentials}${run.server.address}`, name: 'stranger' });
    await expect(connecting).rejects.toThrow(NatsRefusedError);
  });
});

describe('a reply', () => {
  /** Subjects that a role may not publish to, and would like somebody else to. */
  const TARGETS = [
    `$KV.${subjects.stateBucket}.latest`,
    `$O.${subjects.checkpointBucket}.M.x`,
    subjects.toAll,
    subjects.to(LOCAL),
  ];
  const infoOf = (stream: string) => `$JS.API.STREAM.INFO.${stream}`;

  it.each<[Role, string[]]>([
    ['worker', [infoOf(DATA), '$JS.API.INFO', 'lockstep.discover', subjects.discover]],
    ['sampler', [infoOf(STATE), infoOf(CHECKPOINTS), '$JS.API.INFO', 'lockstep.discover']],
    ['client', [subjects.draw, '$SRV.INFO']],
    ['operator', STATUS_QUESTIONS],
  ])('goes to nobody but the %s who asked', async (role, questions) => {
    const sampler = await run.server.connect('sampler');
    const service = await sampler.services.add({ name: 'lockstep-sampler', version: '0.1.0' });
    service.addEndpoint('draw', { subject: subjects.draw, handler: (_error, msg) => void msg.respond('a picture') });
    await sampler.flush();
    const asking = await run.server.connect(role);
    const received = await run.heardDuring(async () => {
      for (const question of questions) {
        for (const reply of TARGETS) asking.publish(question, '', { reply });
        // The same question in the proper way is answered.
        await asking.request(question, '', { timeout: 2000 });
      }
    });
    expect(TARGETS.filter((subject) => received.includes(subject))).toEqual([]);
    expect((await run.state.read('latest'))?.value).toBe('step-1');
    await service.stop();
  });
});
