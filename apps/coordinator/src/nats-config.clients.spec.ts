/** Those who only ask: clients for samples, operators for the status. */
import { inboxPrefix, LOCAL_POOL } from '@lockstep/access';
import { decodeStatus } from '@lockstep/protocol';
import { describe, expect, it } from 'vitest';
import { sampleStatus } from './testing/status.js';
import {
  CHECKPOINTS,
  DATA,
  FORBIDDEN_TO_MEMBERS,
  FOREIGN_EARS,
  LOCAL,
  RUN,
  run,
  STATE,
  STATUS_QUESTIONS,
  subjects,
  useSecuredRun,
} from './testing/secured-run.js';

/** Reading what JetStream keeps, which is not theirs. */
const READS = [
  `$JS.API.STREAM.INFO.${DATA}`,
  `$JS.API.STREAM.MSG.GET.${CHECKPOINTS}`,
  `$JS.API.DIRECT.GET.${STATE}`,
  '$JS.API.INFO',
];
const QUESTIONS = ['lockstep.discover', subjects.discover];

useSecuredRun();

describe('a client', () => {
  it('asks for samples, and does nothing else', async () => {
    const others = [subjects.from(LOCAL), subjects.drawn, ...STATUS_QUESTIONS];
    const forbidden = [...FORBIDDEN_TO_MEMBERS, ...others, ...QUESTIONS, ...READS];
    expect(await run.letThrough('client', [...forbidden, subjects.draw])).toEqual([subjects.draw]);
  });

  it('hears replies to itself, and nothing else', async () => {
    const wanted = [
      ...FOREIGN_EARS,
      subjects.toAll,
      subjects.draw,
      subjects.drawn,
      `_INBOX_worker_${LOCAL_POOL}.>`,
      '_INBOX_sampler.>',
    ];
    expect(await run.allowedToHear('client', [...wanted, `${inboxPrefix({ role: 'client' })}.>`])).toEqual([
      `${inboxPrefix({ role: 'client' })}.>`,
    ]);
  });
});

describe('an operator', () => {
  it('asks for the status, and to stop, and does nothing else', async () => {
    const others = [subjects.from(LOCAL), subjects.drawn, subjects.draw, '$SRV.INFO', 'lockstep.run-2.status'];
    const forbidden = [...FORBIDDEN_TO_MEMBERS, ...others, ...QUESTIONS, ...READS];
    const allowed = [...STATUS_QUESTIONS, subjects.stop];
    expect(await run.letThrough('operator', [...forbidden, 'lockstep.run-2.stop', ...allowed])).toEqual(allowed);
  });

  it('hears replies to itself, and nothing else, not even what others ask', async () => {
    const inboxes = [`_INBOX_worker_${LOCAL_POOL}.>`, '_INBOX_sampler.>', '_INBOX_client.>'];
    const wanted = [
      ...FOREIGN_EARS,
      ...inboxes,
      ...STATUS_QUESTIONS,
      subjects.toAll,
      subjects.checkpoint,
      subjects.draw,
    ];
    const own = `${inboxPrefix({ role: 'operator' })}.>`;
    expect(await run.allowedToHear('operator', [...wanted, own])).toEqual([own]);
  });

  it('gets an answer, with and without the run', async () => {
    const notices: string[] = [];
    const operator = await run.server.connect('operator', notices);
    for (const subject of STATUS_QUESTIONS) {
      const answer = await operator.request(subject, '', { timeout: 2000 });
      expect(decodeStatus(answer.data)).toEqual({ run: RUN, ...sampleStatus() });
    }
    expect(notices).toEqual([]);
  });
});
