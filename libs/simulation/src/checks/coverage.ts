/** Counts the faults of a schedule and the transitions that the machines made. */

/** Counts by name, so that the counts of many schedules and threads can be added. */
export type Counts = Record<string, number>;

/** An event or effect with what distinguishes it: a message by its body, a refusal by its code. */
export interface Happening {
  kind: string;
  message?: string | { body: Body };
  body?: Body;
  reason?: string;
  outcome?: string;
  error?: string | undefined;
  operation?: string;
}

interface Body {
  kind: string;
  code?: string;
}

type Nested<Value> = Map<string, Map<string, Value>>;

export class Coverage {
  readonly faults: Counts = {};
  /** Counts by cause and effect. Joined names are made once, since making them per event takes a tenth of a simulation. */
  private readonly taken: Nested<number> = new Map();

  fault(kind: string): void {
    this.faults[kind] = (this.faults[kind] ?? 0) + 1;
  }

  /** Counts one transition per effect of the event, or the effect "nothing". */
  took(machine: string, event: Happening, effects: readonly Happening[]): void {
    const counts = getOrMake(this.taken, joined(causes, machine, nameOf(event), ': '), () => new Map<string, number>());
    if (effects.length === 0) return increase(counts, 'nothing');
    for (const effect of effects) increase(counts, nameOf(effect));
  }

  get transitions(): Counts {
    const all = [...this.taken].flatMap(([cause, counts]) => {
      return [...counts].map(([effect, count]) => [`${cause} → ${effect}`, count] as const);
    });
    return Object.fromEntries(all);
  }
}

function increase(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Adds `counts` to `target`. */
export function addCounts(target: Counts, counts: Counts): void {
  for (const [name, count] of Object.entries(counts)) target[name] = (target[name] ?? 0) + count;
}

/** The kind of an event or effect, with what distinguishes it. */
export function nameOf(happening: Happening): string {
  const { kind, message } = happening;
  const body = typeof message === 'object' ? message.body : happening.body;
  if (body) {
    const name = joined(names, kind, body.kind, ' ');
    return body.code === undefined ? name : joined(names, name, body.code, ' ');
  }
  if (happening.operation !== undefined) return joined(names, kind, happening.operation, ' ');
  if (happening.outcome !== undefined) return joined(names, kind, happening.outcome, ' ');
  if (kind === 'checkpoint' || kind === 'encode') return joined(names, kind, happening.reason ?? '', ' ');
  if (kind === 'checkpointed') return `checkpointed ${happening.error === undefined ? 'well' : 'badly'}`;
  return kind;
}

const causes: Nested<string> = new Map();
const names: Nested<string> = new Map();

/** `first`, `separator` and `second` as one string, kept for the next call. */
function joined(known: Nested<string>, first: string, second: string, separator: string): string {
  const bySecond = getOrMake(known, first, () => new Map<string, string>());
  return getOrMake(bySecond, second, () => first + separator + second);
}

function getOrMake<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
