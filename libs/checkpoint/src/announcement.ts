/** The content of the pointer to the latest published checkpoint (the key `latest`): its name, its publisher and its files' hashes. */
import { CHECKPOINT_FILES, checkpointName, type CheckpointFile } from './checkpoint.js';
import type { FileDigest } from './digest.js';
import { InvalidAnnouncementError } from './errors.js';
import type { Refuse } from './fields.js';
import { Fields, parseObject } from './fields.js';

export interface Announcement {
  /** The checkpoint's name: `step-00000469`. */
  readonly name: string;
  /** The number of updates applied. */
  readonly step: number;
  /** The leader epoch of the coordinator that published it. */
  readonly leader_epoch: number;
  /** Size and SHA-256 of each of the three files. */
  readonly files: Readonly<Record<CheckpointFile, FileDigest>>;
}

const MAX_ANNOUNCEMENT_LENGTH = 64 * 1024;

/**
 * Parses an announcement and validates every field.
 * @param where name of the pointer in errors
 * @throws InvalidAnnouncementError
 */
export function parseAnnouncement(text: string, where: string): Announcement {
  const refuse: Refuse = (problem, cause) => new InvalidAnnouncementError(where, problem, { cause });
  const fields = new Fields(parseObject(text, MAX_ANNOUNCEMENT_LENGTH, refuse), refuse);
  const name = fields.text('name');
  const step = fields.count('step');
  if (name !== checkpointName(step)) throw refuse(`"name" is not the name of "step" ${step}`);
  return { name, step, leader_epoch: fields.count('leader_epoch'), files: fields.digests('files', CHECKPOINT_FILES) };
}
