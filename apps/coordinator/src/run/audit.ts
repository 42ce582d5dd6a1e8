/** Chooses the gradient sums to audit, which no other process can predict, and summarises the audits. */
import { createHmac, randomBytes } from 'node:crypto';
import type { AuditConfig } from '@lockstep/cluster';
import type { Status } from '@lockstep/protocol';

const KEY_BYTES = 32;

/** Returns a config that draws each gradient sum by HMAC-SHA-256 under a key that never leaves the process. */
export function auditConfig(share: number, key: Uint8Array = randomBytes(KEY_BYTES)): AuditConfig {
  return {
    share,
    draw: (version, { level, index }) => {
      const digest = createHmac('sha256', key).update(`${version}/${level}/${index}`).digest();
      return digest.readUInt32BE(0) / 0x1_0000_0000;
    },
  };
}

/** The audits of a run in summary.json. */
export interface AuditSummary {
  share: number;
  /** Gradient sums that two workers agreed on. */
  audited: number;
  /** Gradient sums that no second worker could compute. */
  skipped: number;
  /** Workers that were refused for a wrong gradient sum. */
  quarantined: string[];
}

export function auditSummary(
  share: number,
  { audited, auditsSkipped, refused }: Pick<Status, 'audited' | 'auditsSkipped' | 'refused'>,
): AuditSummary {
  const quarantined = refused.filter(({ code }) => code === 'AUDIT').map(({ id }) => id);
  return { share, audited, skipped: auditsSkipped, quarantined };
}
