import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * Returns the declarations of a schema that have no comment above them. Adjacent declarations without a blank line between them may
 * share a comment.
 */
function uncommented(schema: string): string[] {
  const missing: string[] = [];
  let covered = false;
  for (const line of schema.split('\n').map((each) => each.trim())) {
    if (line.startsWith('//')) covered = true;
    else if (/^(message|enum|oneof)\b|[A-Za-z0-9_] = \d+;/.test(line)) {
      if (!covered) missing.push(line);
      // The comment of a message or enum does not document its fields. The comment of a oneof does.
      if (/^(message|enum)\b/.test(line)) covered = false;
    } else if (line === '' || line === '}') covered = false;
  }
  return missing;
}

describe('lockstep.proto', () => {
  it('documents every message, field and enum value', () => {
    const schema = readFileSync(join(import.meta.dirname, '../lockstep.proto'), 'utf8');
    expect(schema.match(/^\s*(repeated )?\w+ \w+ = \d+;/gm)?.length).toBeGreaterThan(60);
    expect(uncommented(schema)).toEqual([]);
  });

  it('would fail this check without comments', () => {
    const bare =
      '// A.\nmessage A {\n  uint32 a = 1;\n  // B and C.\n  uint32 b = 2;\n  uint32 c = 3;\n\n  uint32 d = 4;\n}\nenum E {\n  X = 0;\n}\n';
    expect(uncommented(bare)).toEqual(['uint32 a = 1;', 'uint32 d = 4;', 'enum E {', 'X = 0;']);
  });
});
