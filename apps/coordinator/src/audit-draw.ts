/** What is audited, drawn so that nobody outside of this process can know it beforehand. */
import { createHmac, randomBytes } from 'node:crypto';
import type { AuditPlan } from '@lockstep/cluster';

const KEY_BYTES = 32;

/** A share of the partials, as a pseudo-random function (HMAC-SHA-256) under a key that never leaves the process. */
export function auditPlan(share: number, key: Uint8Array = randomBytes(KEY_BYTES)): AuditPlan {
  return {
    share,
    draw: (version, { level, index }) => {
      const digest = createHmac('sha256', key).update(`${version}/${level}/${index}`).digest();
      return digest.readUInt32BE(0) / 0x1_0000_0000;
    },
  };
}
