import { describe, expect, it } from 'vitest';
import { InvalidIdError, MalformedMessageError } from './errors.js';
import { checkId, RunSubjects, workerKey } from './subjects.js';

const BAD_IDS = ['', '*', '>', 'a.b', 'a b', 'a\tb', '.', 'ä', 'x'.repeat(65), 'a\n', 'a\0'];
const subjects = new RunSubjects('run-1');
const worker = { pool: 'local', member: 'w_0-A' };

describe('subjects', () => {
  it('of a run are distinct and begin with its id', () => {
    const { discover, toAll, checkpoint, toStandbys, metrics, fromStandbys, status, draw, drawn, fromAll } = subjects;
    const each = [subjects.to(worker), subjects.from(worker), subjects.fromStandby('b')];
    const all = [discover, toAll, checkpoint, toStandbys, metrics, fromStandbys, status, draw, drawn, fromAll, ...each];
    for (const subject of all) expect(subject.startsWith('lockstep.run-1.')).toBe(true);
    expect(new Set(all).size).toBe(all.length);
  });

  it('have a token for the role that publishes', () => {
    expect(subjects.toAll).toBe('lockstep.run-1.leader.all');
    expect(subjects.to(worker)).toBe('lockstep.run-1.leader.to.local.w_0-A');
    expect(subjects.checkpoint).toBe('lockstep.run-1.leader.checkpoint');
    expect(subjects.from(worker)).toBe('lockstep.run-1.worker.local.w_0-A');
    expect(subjects.toStandbys).toBe('lockstep.run-1.leader.standby');
    expect(subjects.metrics).toBe('lockstep.run-1.leader.metrics');
    expect(subjects.fromStandby('b-2')).toBe('lockstep.run-1.standby.b-2');
  });

  it('cannot get a wildcard from an id', () => {
    for (const id of BAD_IDS) {
      expect(() => new RunSubjects(id)).toThrow(InvalidIdError);
      expect(() => checkId('worker pool', id)).toThrow(InvalidIdError);
    }
    expect(() => checkId('worker pool', '>')).toThrow('worker pool ">"');
    expect(checkId('worker pool', 'x'.repeat(64))).toHaveLength(64);
    expect(subjects.fromAll.split('.').filter((token) => /[*>]/.test(token))).toEqual(['*', '*']);
  });

  it('buckets have distinct names with the id of the run; all runs share the bucket of data files', () => {
    const { checkpointBucket, stateBucket } = subjects;
    expect(checkpointBucket).not.toBe(stateBucket);
    for (const bucket of [checkpointBucket, stateBucket]) expect(bucket).toMatch(/^lockstep_run-1_[a-z]+$/);
    expect(RunSubjects.dataBucket).toBe('lockstep_data');
  });
});

describe('senderOf', () => {
  it('returns the worker in the subject', () => {
    expect(workerKey(worker)).toBe('local.w_0-A');
    expect(subjects.senderOf(subjects.from(worker))).toEqual(worker);
  });

  it.each([
    ['another run', 'lockstep.run-2.worker.local.w0'],
    ['a run whose id has this id as a prefix', 'lockstep.run-10.worker.local.w0'],
    ['another branch', 'lockstep.run-1.leader.to.local.w0'],
    ['a branch of the same length', 'lockstep.run-1.wOrker.local.w0'],
    ['no member', 'lockstep.run-1.worker.local'],
    ['an empty member', 'lockstep.run-1.worker.local.'],
    ['an empty pool', 'lockstep.run-1.worker..w0'],
    ['more tokens', 'lockstep.run-1.worker.local.w0.x'],
    ['a wildcard for a pool', 'lockstep.run-1.worker.*.w0'],
    ['a wildcard for a member', 'lockstep.run-1.worker.local.>'],
    ['an empty subject', ''],
    ['a long member', `lockstep.run-1.worker.local.${'x'.repeat(1e6)}`],
  ])('refuses %s', (_name, subject) => {
    expect(() => subjects.senderOf(subject)).toThrow(MalformedMessageError);
  });
});

describe('standbyOf', () => {
  it('returns the standby in the subject', () => {
    expect(subjects.standbyOf(subjects.fromStandby('b-2'))).toBe('b-2');
    expect(() => subjects.fromStandby('*')).toThrow(InvalidIdError);
  });

  it.each([
    'lockstep.run-2.standby.b',
    'lockstep.run-1.standby.',
    'lockstep.run-1.standby.b.c',
    'lockstep.run-1.standby.*',
  ])('refuses %s', (subject) => {
    expect(() => subjects.standbyOf(subject)).toThrow(MalformedMessageError);
  });
});
