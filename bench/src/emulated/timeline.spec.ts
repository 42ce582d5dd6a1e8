import { describe, expect, it } from 'vitest';
import { STAGES, type Intervals, type Stage } from './stages.js';
import { busyTimes, noTimes, PATH, pathTimes } from './timeline.js';

const intervals = (...spans: [Stage, number, number][]): Intervals => {
  return spans.flatMap(([stage, startMs, endMs]) => [STAGES.indexOf(stage), startMs, endMs]);
};
const WINDOW = { startMs: 10, endMs: 30 };

describe('pathTimes', () => {
  it('assigns each moment to the coordinator first, then to workers, then to messages in flight', () => {
    const coordinator = intervals(
      ['take', 8, 11],
      ['receive', 14, 16],
      ['add', 16, 17],
      ['adam', 17, 20],
      ['encode', 20, 21],
      ['send', 21, 22],
    );
    const first = intervals(['encode', 10, 12], ['send', 12, 13], ['receive', 24, 26], ['take', 26, 40]);
    const second = intervals(['send', 15, 18], ['decode', 25, 27]);
    expect(pathTimes(WINDOW, coordinator, [first, second])).toEqual({
      ...noTimes(),
      take: 1,
      encode: 1,
      send: 1,
      server: 1,
      receive: 2,
      add: 1,
      adam: 3,
      broadcastEncode: 1,
      broadcastSend: 1,
      broadcastServer: 2,
      broadcastReceive: 2,
      broadcastDecode: 1,
      broadcastTake: 3,
    });
  });

  it('adds up to the exchange with overlapping stages', () => {
    const busy = Array.from({ length: 40 }, (_, i): [Stage, number, number] => {
      return [STAGES[(i * 5) % STAGES.length]!, 5 + i * 0.8, 5 + i * 0.8 + ((i * 7) % 5) * 0.15];
    });
    const times = pathTimes(WINDOW, intervals(...busy), [intervals(...busy.slice(3)), intervals(...busy.slice(11))]);
    expect(PATH.reduce((sum, stage) => sum + times[stage], 0)).toBeCloseTo(20, 9);
  });

  it('does not count as broadcast what the coordinator sends before Adam', () => {
    const coordinator = intervals(['send', 11, 12], ['adam', 20, 21], ['send', 23, 24]);
    const { server, broadcastServer } = pathTimes(WINDOW, coordinator, []);
    // Idle from 10 to 11, 12 to 20 and 21 to 23; then from 24 to 30.
    expect({ server, broadcastServer }).toEqual({ server: 11, broadcastServer: 6 });
  });

  it('finds only waiting where no process worked', () => {
    expect(pathTimes(WINDOW, [], [])).toEqual({ ...noTimes(), server: 20 });
  });
});

describe('busyTimes', () => {
  it('counts only the time within the window', () => {
    const times = busyTimes(
      WINDOW,
      intervals(['take', 0, 5], ['decode', 9, 12], ['add', 12, 13], ['add', 29, 31]),
      false,
    );
    expect(times).toEqual({ ...noTimes(), decode: 2, add: 2 });
  });
});
