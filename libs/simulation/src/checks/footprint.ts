/** Measures the memory of a machine by walking over everything that it can reach. */

/** Number of entries of all arrays, maps and sets. Typed arrays do not count, because their length depends on the model. */
export function footprintOf(root: unknown): number {
  const seen = new Set<object>();
  let entries = 0;
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || seen.has(value)) return;
    seen.add(value);
    if (Array.isArray(value)) {
      entries += value.length;
      for (const item of value) if (typeof item === 'object') walk(item);
    } else if (value instanceof Map) {
      entries += value.size;
      for (const item of value.values()) walk(item);
    } else if (value instanceof Set) {
      entries += value.size;
      for (const item of value) walk(item);
    } else {
      for (const item of Object.values(value)) if (typeof item === 'object') walk(item);
    }
  };
  walk(root);
  return entries;
}

/** A machine's memory as text. Equal texts mean equal memory. @param leftOut names of fields to leave out */
export function memoryOf(root: unknown, leftOut: readonly string[] = ['lastSeenMs']): string {
  const seen = new Set<object>();
  return JSON.stringify(root, (key, value: unknown) => {
    if (leftOut.includes(key)) return undefined;
    if (typeof value === 'object' && value !== null) {
      if (seen.has(value)) return 'seen before';
      seen.add(value);
    }
    if (value instanceof Map) return [...(value as Map<unknown, unknown>)];
    if (value instanceof Set) return [...(value as Set<unknown>)];
    if (value instanceof Float32Array) return Array.from(new Uint32Array(value.buffer, value.byteOffset, value.length));
    if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
    return value;
  });
}
