/** Looks into a machine from outside: all that it remembers as one text, and how much that is. */

/** Names that are left out of a digest: for every object, or for those of which the function says so. */
export type LeaveOut = (owner: object, name: string) => boolean;

export interface Remembered {
  /** Equal exactly when all values are equal bit by bit, and hang together in the same way. */
  digest: string;
  /** Entries of all Maps, Sets and arrays. */
  entries: number;
  /** Bytes of all typed arrays. */
  bytes: number;
}

const NOTHING_LEFT_OUT: LeaveOut = () => false;

/** Walks the whole graph of objects that hangs on `root`. Functions hold no state of ours and are left out. */
export function remembered(root: object, leaveOut = NOTHING_LEFT_OUT): Remembered {
  const walk = new Walk(leaveOut);
  walk.value(root);
  return { digest: walk.text.join(''), entries: walk.entries, bytes: walk.bytes };
}

class Walk {
  readonly text: string[] = [];
  entries = 0;
  bytes = 0;
  private readonly numbers = new Map<object, number>();

  constructor(private readonly leaveOut: LeaveOut) {}

  value(value: unknown): void {
    if (typeof value !== 'object' || value === null) return this.plain(value);
    const known = this.numbers.get(value);
    if (known !== undefined) return void this.text.push('#', String(known), ';');
    this.numbers.set(value, this.numbers.size);
    if (ArrayBuffer.isView(value)) return this.view(value);
    if (value instanceof Map) return this.all('map', [...(value as Map<unknown, unknown>)].flat(), value.size);
    if (value instanceof Set) return this.all('set', [...(value as Set<unknown>)], value.size);
    if (Array.isArray(value)) return this.all('list', value, value.length);
    this.text.push('{');
    for (const [name, each] of Object.entries(value)) {
      if (typeof each === 'function' || this.leaveOut(value, name)) continue;
      this.text.push(name, ':');
      this.value(each);
    }
    this.text.push('}');
  }

  private plain(value: unknown): void {
    if (typeof value === 'function') return;
    // Texts with their length, so that none can look like something else.
    if (typeof value === 'string') this.text.push(`"${value.length}:${value}`);
    else this.text.push(Object.is(value, -0) ? '-0' : String(value), ';');
  }

  private view(view: ArrayBufferView): void {
    this.bytes += view.byteLength;
    this.text.push('bytes:', Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('latin1'), ';');
  }

  private all(kind: string, values: readonly unknown[], size: number): void {
    this.entries += size;
    this.text.push(kind, String(size), '[');
    for (const each of values) this.value(each);
    this.text.push(']');
  }
}

/** The object at the end of a path of properties. @throws Error when there is none, so that a renamed one is found out */
export function at(root: object, ...path: string[]): object {
  const found = path.reduce<unknown>((owner, name) => (owner as Record<string, unknown>)[name], root);
  if (typeof found !== 'object' || found === null) throw new Error(`there is no ${path.join('.')} to look at`);
  return found;
}

const CONTEXT_CHARS = 60;

/** @throws Error showing the first place where two digests differ */
export function expectUnchanged(before: string, after: string, why: string): void {
  if (before === after) return;
  let first = 0;
  while (before[first] === after[first]) first += 1;
  const around = (digest: string) => digest.slice(Math.max(0, first - CONTEXT_CHARS), first + CONTEXT_CHARS);
  throw new Error(`changed by ${why}: ${JSON.stringify({ before: around(before), after: around(after) })}`);
}
