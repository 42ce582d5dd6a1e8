import { RunSubjects, type WorkerId } from '@lockstep/protocol';
import { describe, expect, it } from 'vitest';
import { ANY_RUN, sharesOf } from './shares.js';

const POOLS = ['a', 'sampler'];
const WORKER: WorkerId = { pool: 'a', member: 'w0' };

function subjectsOf(run: string): string[] {
  return sharesOf(run, POOLS).flatMap(({ services, streams }) => [...services, ...streams]);
}

/** Reports whether a subject matches a pattern. */
function matches(pattern: string, subject: string): boolean {
  const [wanted, tokens] = [pattern.split('.'), subject.split('.')];
  if (wanted.at(-1) === '>') return wanted.slice(0, -1).every((token, i) => token === '*' || token === tokens[i]);
  return wanted.length === tokens.length && wanted.every((token, i) => token === '*' || token === tokens[i]);
}

describe('the shares', () => {
  it.each(['run-1', ANY_RUN])('of a server for %s include the subjects that the programs use', (run) => {
    const used = new RunSubjects('run-1');
    const wanted = [
      ...[used.discover, used.toAll, used.checkpoint, used.status, used.stop, used.draw, used.drawn],
      ...[used.to(WORKER), used.from(WORKER)],
    ];
    for (const subject of wanted) {
      expect(subjectsOf(run).some((pattern) => matches(pattern, subject))).toBe(true);
    }
  });

  it('exclude the subjects between coordinators', () => {
    const used = new RunSubjects('run-1');
    for (const subject of [used.toStandbys, used.fromStandby('b'), used.metrics, `$KV.${used.stateBucket}.latest`]) {
      expect(subjectsOf(ANY_RUN).filter((pattern) => matches(pattern, subject))).toEqual([]);
    }
  });

  it('allow only a sampler to read the stream of metrics', () => {
    const { metricsStream } = new RunSubjects('run-1');
    const readers = sharesOf('run-1', POOLS).filter(({ services }) => {
      return services.some((pattern) => matches(pattern, `$JS.API.CONSUMER.CREATE.${metricsStream}.x`));
    });
    expect(readers.map(({ to }) => to)).toEqual(['sampler']);
  });

  it('of one run include no subject of another', () => {
    const foreign = new RunSubjects('run-2');
    for (const subject of [foreign.discover, foreign.toAll, foreign.status, foreign.stop, foreign.from(WORKER)]) {
      expect(subjectsOf('run-1').filter((pattern) => matches(pattern, subject))).toEqual([]);
    }
  });

  it('give each account its own inbox, also for a pool that has the name of a role', () => {
    const inboxes = sharesOf(ANY_RUN, POOLS).flatMap(({ streams }) => streams.filter((s) => s.startsWith('_INBOX')));
    expect(inboxes).toEqual(['_INBOX_worker_a.>', '_INBOX_worker_sampler.>', '_INBOX_sampler.>']);
  });
});
