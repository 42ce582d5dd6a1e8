/** Generates JSON documents with one wrong value. */
import fc from 'fast-check';

/** Deeper than a recursive reader or writer can process. */
const DEPTH = 50_000;

/** Texts of values, as valid and invalid JSON. */
const wildText = fc.oneof(
  {
    weight: 60,
    arbitrary: fc.constantFrom(
      ...[
        'null',
        'true',
        '0',
        '-0',
        '-1',
        '0.5',
        '1e999',
        '5e-324',
        '9007199254740993',
        '4294967296',
        '""',
        '[]',
        '{}',
      ],
      ...[
        '"F32"',
        '"I64"',
        '"x"',
        '[0,0]',
        '[2,3]',
        '[0,24]',
        '[9007199254740991,9007199254740991]',
        '[[0]]',
        '[null]',
      ],
      ...['{"__proto__":{"bytes":1}}', '{"bytes":1}', 'NaN', '"\\ud800"', `"${'x'.repeat(3000)}"`, '', ',', '}'],
    ),
  },
  { weight: 10, arbitrary: fc.json({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(`${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`, '{"a":'.repeat(DEPTH)) },
);

const PLACE = '"<here>"';
const PLACE_VALUE = '<here>';

/** The document, or its text with one value, chosen by `where`, replaced by or extended with a wrong one. */
export function wildJson(documents: fc.Arbitrary<object>): fc.Arbitrary<string> {
  const change = fc.tuple(fc.nat(), wildText, fc.boolean());
  return fc.tuple(documents, fc.option(change, { freq: 6 })).map(([document, changed]) => {
    if (!changed) return JSON.stringify(document);
    const [where, text, extra] = changed;
    const copy = structuredClone(document) as Record<string, unknown>;
    const slots = slotsOf(copy);
    const [owner, key] = slots[where % slots.length]!;
    owner[extra ? `${key}x` : key] = PLACE_VALUE;
    return JSON.stringify(copy).replace(PLACE, () => text);
  });
}

/** All places of values: the object or list that holds the value, and its key. */
function slotsOf(value: unknown): [Record<string, unknown>, string][] {
  if (typeof value !== 'object' || value === null) return [];
  const owner = value as Record<string, unknown>;
  return Object.keys(owner).flatMap((key) => [[owner, key] as [typeof owner, string], ...slotsOf(owner[key])]);
}
