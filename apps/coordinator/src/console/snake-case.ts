/** Returns a copy whose property names have underscores, at all depths, as in all JSON output. */
export function snakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeCase);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => {
    return [key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), snakeCase(each)];
  });
  return Object.fromEntries(entries) as unknown;
}
