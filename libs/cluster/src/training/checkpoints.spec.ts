import { describe, expect, it } from 'vitest';
import { startState } from '../testing/coordinator.js';
import { Checkpoints, type CheckpointReason, type WantedCheckpoint } from './checkpoints.js';

class Wanted {
  readonly checkpoints = new Checkpoints(0);

  want(reason: CheckpointReason, version: number): string[] {
    return this.told(this.checkpoints.want(reason, { ...startState(), version }));
  }

  settled(version: number, error?: string): string[] {
    return this.told(this.checkpoints.settled(version, error));
  }

  private told(wanted: WantedCheckpoint | undefined): string[] {
    return wanted ? [`${wanted.reason} ${wanted.state.version}`] : [];
  }
}

describe('Checkpoints', () => {
  it('want nothing of the version that is saved already', () => {
    const wanted = new Wanted();
    expect(wanted.want('stop', 0)).toEqual([]);
    expect(wanted.want('periodic', 3)).toEqual(['periodic 3']);
    expect(wanted.checkpoints.busy).toBe(true);
    expect(wanted.settled(3)).toEqual([]);
    expect(wanted.checkpoints.busy).toBe(false);
    expect(wanted.want('last', 3)).toEqual([]);
  });

  it('leave a periodic one out while another is written, and keep the latest of the others', () => {
    const wanted = new Wanted();
    expect(wanted.want('periodic', 1)).toEqual(['periodic 1']);
    expect(wanted.want('epoch', 2)).toEqual([]);
    expect(wanted.want('periodic', 3)).toEqual([]);
    expect(wanted.want('epoch', 4)).toEqual([]);
    expect(wanted.settled(1)).toEqual(['epoch 4']);
    expect(wanted.settled(4)).toEqual([]);
  });

  it('take no notice of what was not asked for', () => {
    const wanted = new Wanted();
    expect(wanted.settled(7, 'what?')).toEqual([]);
    wanted.want('periodic', 1);
    expect(wanted.settled(7)).toEqual([]);
    expect(wanted.checkpoints.busy).toBe(true);
  });

  it('try a version again after it has failed', () => {
    const wanted = new Wanted();
    wanted.want('periodic', 1);
    wanted.settled(1, 'full');
    expect(wanted.checkpoints.lost).toBe(false);
    expect(wanted.want('stop', 1)).toEqual(['stop 1']);
  });

  it.each(['last', 'stop'] as const)('are lost when the %s one fails', (reason) => {
    const wanted = new Wanted();
    wanted.want(reason, 1);
    wanted.settled(1, 'full');
    expect(wanted.checkpoints.lost).toBe(true);
  });

  it.each(['periodic', 'epoch'] as const)('are not lost when a %s one fails', (reason) => {
    const wanted = new Wanted();
    wanted.want(reason, 1);
    wanted.settled(1, 'full');
    expect(wanted.checkpoints.lost).toBe(false);
  });

  it('are lost when one fails that the end of the run relies on, whatever it began as', () => {
    const wanted = new Wanted();
    wanted.want('epoch', 1);
    expect(wanted.want('stop', 1)).toEqual([]);
    expect(wanted.settled(1, 'full')).toEqual([]);
    expect(wanted.checkpoints.lost).toBe(true);
  });
});
