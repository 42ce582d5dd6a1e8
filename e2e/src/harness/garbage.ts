/** Byte strings that are not messages, equal in each call. */
import { encodeWorkerMessage } from '@lockstep/protocol';

const LARGE_BYTES = 900 * 1024;

export function garbage(): Uint8Array[] {
  const heartbeat = { kind: 'heartbeat' as const, version: 1, leaseId: 1, computed: true, msPerShard: 0 };
  const valid = encodeWorkerMessage({ incarnation: 7, leaderEpoch: 1, body: heartbeat });
  return [
    new Uint8Array(),
    Buffer.from('GET / HTTP/1.1\r\n\r\n'),
    Buffer.from('{"kind":"join"}'),
    // A varint without an end, a length beyond the end, a group without its end tag.
    new Uint8Array(20).fill(0xff),
    Uint8Array.of(0x12, 0xff, 0xff, 0xff, 0x7f),
    Uint8Array.of(0x0b),
    valid.subarray(0, valid.byteLength - 1),
    noise(64),
    noise(LARGE_BYTES),
  ];
}

/** The output of a linear congruential generator. */
function noise(bytes: number): Uint8Array {
  let state = bytes;
  return Uint8Array.from({ length: bytes }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}
