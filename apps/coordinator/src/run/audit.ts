/** Audits: what is audited, drawn so that nobody outside of this process can know it beforehand, and what came of it. */
import { createHmac, randomBytes } from 'node:crypto';
import type { AuditConfig } from '@lockstep/cluster';
import type { Status } from '@lockstep/protocol';

const KEY_BYTES = 32;

/** A share of the partials, as a pseudo-random function (HMAC-SHA-256) under a key that never leaves the process. */
export function auditConfig(share: number, key: Uint8Array = randomBytes(KEY_BYTES)): AuditConfig {
  return {
    share,
    draw: (version, { level, index }) => {
      const digest = createHmac('sha256', key).update(`${version}/${level}/${index}`).digest();
      return digest.readUInt32BE(0) / 0x1_0000_0000;
    },
  };
}

/** What summary.json says of audits. */
export interface AuditSummary {
  share: number;
  /** Partials that two workers agreed on, and that nobody could be found to compare. */
  audited: number;
  skipped: number;
  /** Workers that were sent away for a lie. */
  quarantined: string[];
}

export function auditSummary(
  share: number,
  { audited, auditsSkipped, refused }: Pick<Status, 'audited' | 'auditsSkipped' | 'refused'>,
): AuditSummary {
  const quarantined = refused.filter(({ code }) => code === 'AUDIT').map(({ id }) => id);
  return { share, audited, skipped: auditsSkipped, quarantined };
}
