import { describe, expect, it } from 'vitest';
import { createLog, type LogLevel } from './log.js';

function logged(level: LogLevel, json: boolean): string[] {
  const lines: string[] = [];
  const log = createLog({ name: 'sampler', level, json, write: (line) => lines.push(line) });
  log.debug('looked');
  log.info('drew 6 figures');
  log.warn('no figures');
  log.error('gave up');
  return lines;
}

describe('logs', () => {
  it('are lines of text for people', () => {
    const lines = logged('info', false);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/\d\d:\d\d:\d\d.*INFO.*sampler.*drew 6 figures/);
    for (const line of lines) expect(line.endsWith('\n')).toBe(true);
  });

  it('are JSON lines for machines', () => {
    const [first] = logged('info', true).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(first).toMatchObject({ name: 'sampler', level: 30, msg: 'drew 6 figures' });
    expect(first?.['time']).toBeTypeOf('number');
  });

  it.each<[LogLevel, number]>([
    ['debug', 4],
    ['info', 3],
    ['warn', 2],
    ['error', 1],
    ['silent', 0],
  ])('at the level %s include %i of the four lines', (level, count) => {
    for (const json of [true, false]) expect(logged(level, json)).toHaveLength(count);
  });
});
