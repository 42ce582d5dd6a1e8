/** Generated values of fields: mostly usual ones, sometimes any that the wire can carry. */
import fc from 'fast-check';

export const HASH = '0123456789abcdef'.repeat(4);

const UINT32 = 0xffff_ffff;
/** Values around every bound of the decoders. */
const EDGES = [0, 1, 32, 33, 100, 101, 256, 257, 1000, 1023, 1024, 1025, 65_536, 65_537, 1_048_577, 3_600_001];
const HUGE = [268_435_456, 268_435_457, 1_000_000_000, 1_000_000_001, 0x7fff_ffff, 0x8000_0000, UINT32];

const anyUint32 = fc.oneof(fc.constantFrom(...EDGES, ...HUGE), fc.integer({ min: 0, max: UINT32 }));

/** Whole numbers, usually small. */
export const uint32 = fc.oneof({ weight: 4, arbitrary: fc.nat(12) }, { weight: 1, arbitrary: anyUint32 });

const WILD = [NaN, Infinity, -Infinity, -0, -1, 5e-324, 1e-45, 3.5e38, 1.7976931348623157e308, 3_600_000, 3_600_001];

/** Numbers of a float or double field, usually from 0 to 1. */
export const float = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(...WILD) },
  { weight: 1, arbitrary: fc.double() },
);

/** Texts: short ones with characters of all kinds, and ones that are too long by one. */
export const text = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom('', 'host', 'höst ✗ 模型 \u{1f600}', '\ud800', '\u0000', '__proto__', 'a.b*>'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.constantFrom('x'.repeat(500), 'x'.repeat(501), 'é'.repeat(500)) },
);

export const id = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('run-1_B', 'x'.repeat(64)) },
  { weight: 1, arbitrary: fc.constantFrom('', '*', '>', 'a.b', 'x'.repeat(65), '../x') },
);

export const sha256 = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(HASH, 'f'.repeat(64)) },
  { weight: 1, arbitrary: fc.constantFrom('', 'F'.repeat(64), 'f'.repeat(63), 'f'.repeat(65), 'g'.repeat(64)) },
);

const TOO_LARGE = new Uint8Array(8 * 1024 * 1024 + 1);

/** Bytes of a part: usually a few, sometimes one more than a part may have. */
export const data = fc.oneof(
  { weight: 2000, arbitrary: fc.uint8Array({ maxLength: 24 }) },
  { weight: 1, arbitrary: fc.constant(TOO_LARGE) },
);

/** Lists of part numbers, sometimes one longer than the largest vector has parts. */
export const parts = fc.oneof(
  { weight: 3000, arbitrary: fc.array(uint32, { maxLength: 6 }) },
  { weight: 1, arbitrary: fc.constant(Array<number>(262_145).fill(1)) },
);
