/** Counts what a schedule has tried: the faults, and the transitions that the machines made at their boundary. */

/** Counts by name, so that those of many schedules and threads can be added up. */
export type Counts = Record<string, number>;

/** An event or effect with what distinguishes it: a message by its body, a refusal by its code. */
export interface Happening {
  kind: string;
  message?: string | { body: { kind: string; code?: string } };
  body?: { kind: string; code?: string };
  reason?: string;
  outcome?: string;
  error?: string | undefined;
  operation?: string;
}

export class Coverage {
  readonly faults: Counts = {};
  readonly transitions: Counts = {};

  fault(kind: string): void {
    this.faults[kind] = (this.faults[kind] ?? 0) + 1;
  }

  /** One call of a machine: each kind of effect that the event had is a transition; so is that it had none. */
  took(machine: string, event: Happening, effects: readonly Happening[]): void {
    const cause = `${machine}: ${nameOf(event)}`;
    if (effects.length === 0) return this.count(`${cause} → nothing`);
    for (const effect of effects) this.count(`${cause} → ${nameOf(effect)}`);
  }

  private count(transition: string): void {
    this.transitions[transition] = (this.transitions[transition] ?? 0) + 1;
  }
}

/** Adds counts up. */
export function addCounts(target: Counts, counts: Counts): void {
  for (const [name, count] of Object.entries(counts)) target[name] = (target[name] ?? 0) + count;
}

/** The kind of an event or effect, with what distinguishes it. */
export function nameOf(happening: Happening): string {
  const { message } = happening;
  const body = typeof message === 'object' ? message.body : happening.body;
  if (body) return `${happening.kind} ${body.kind}${body.code === undefined ? '' : ` ${body.code}`}`;
  if (happening.operation !== undefined) return `${happening.kind} ${happening.operation}`;
  if (happening.outcome !== undefined) return `${happening.kind} ${happening.outcome}`;
  if (happening.kind === 'checkpoint' || happening.kind === 'encode')
    return `${happening.kind} ${happening.reason ?? ''}`;
  if (happening.kind === 'checkpointed') return `checkpointed ${happening.error === undefined ? 'well' : 'badly'}`;
  return happening.kind;
}
