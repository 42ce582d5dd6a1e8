import { LOCAL_POOL } from '@lockstep/access';
import { RunSubjects } from '@lockstep/protocol';
import { CoordinatorChannel, discoverRun, ObjectBucket, StateBucket } from '@lockstep/transport';
import { RequestStrategy } from 'nats';
import { describe, expect, it } from 'vitest';
import { until } from './testing/secured-server.js';
import {
  FORBIDDEN_TO_MEMBERS,
  FOREIGN_EARS,
  DATA_FILE,
  LOCAL,
  RUN,
  run,
  STATUS_QUESTIONS,
  subjects,
  useSecuredRun,
} from './testing/secured-run.js';

useSecuredRun();

describe('a sampler', () => {
  it('publishes neither weights, gradients nor objects, and replies to nobody who did not ask', async () => {
    const forbidden = [
      ...FORBIDDEN_TO_MEMBERS,
      ...STATUS_QUESTIONS,
      subjects.stop,
      subjects.from(LOCAL),
      subjects.draw,
    ];
    expect(await run.letThrough('sampler', [...forbidden, subjects.drawn])).toEqual([subjects.drawn]);
  });

  it('hears neither workers nor the replies to other roles', async () => {
    expect(
      await run.allowedToHear('sampler', [...FOREIGN_EARS, `_INBOX_worker_${LOCAL_POOL}.>`, '_INBOX_client.>']),
    ).toEqual([]);
  });

  it('finds the run, fetches dataset and checkpoints, reads the state and hears of new checkpoints', async () => {
    const notices: string[] = [];
    const sampler = await run.server.connect('sampler', notices);
    expect((await discoverRun(sampler, undefined, 2000, () => undefined)).run).toBe(RUN);
    const data = await (await ObjectBucket.open(sampler, RunSubjects.dataBucket)).getByHash(run.dataSha256);
    expect(Buffer.compare(data, DATA_FILE)).toBe(0);
    const weights = await (await ObjectBucket.open(sampler, subjects.checkpointBucket)).get('step-1/weights');
    expect(weights).toHaveLength(DATA_FILE.length);
    const reading = await StateBucket.open(sampler, subjects.stateBucket);
    expect((await reading.read('latest'))?.value).toBe('step-1');
    expect(await reading.read('none')).toBeUndefined();
    let hints = 0;
    sampler.subscribe(subjects.checkpoint, {
      callback: (error) => {
        if (!error) hints++;
      },
    });
    await sampler.flush();
    const hint = { kind: 'checkpoint' as const, name: 'step-1', last: false };
    new CoordinatorChannel(run.coordinator, RUN).hintCheckpoint({
      leaderEpoch: 1,
      version: 1,
      toIncarnation: 0,
      body: hint,
    });
    await until(() => hints === 1);
    expect(notices).toEqual([]);
  });

  it('draws for a client, which also finds it as a service', async () => {
    const notices: string[] = [];
    const sampler = await run.server.connect('sampler', notices);
    const service = await sampler.services.add({ name: 'lockstep-sampler', version: '0.1.0' });
    service.addEndpoint('draw', { subject: subjects.draw, handler: (_error, msg) => void msg.respond('a picture') });
    await sampler.flush();
    const client = await run.server.connect('client', notices);
    for (let i = 0; i < 3; i++)
      expect((await client.request(subjects.draw, 'please', { timeout: 2000 })).string()).toBe('a picture');
    const found: string[] = [];
    for await (const { name } of await client.services
      .client({ strategy: RequestStrategy.Count, maxMessages: 1, maxWait: 2000 })
      .info())
      found.push(name);
    expect(found).toEqual(['lockstep-sampler']);
    expect(notices).toEqual([]);
    await service.stop();
  });
});
