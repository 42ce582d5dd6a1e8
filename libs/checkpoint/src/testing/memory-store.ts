/** In-memory implementations of BlobStore and PointerStore, for specs. */
import type { BlobStore, PointerStore } from '../store.js';

/** The pointer is not at the expected revision. */
export class PointerConflictError extends Error {}

export class MemoryBlobs implements BlobStore {
  readonly content = new Map<string, Uint8Array>();
  /** Every put and remove, in order. */
  readonly changes: string[] = [];

  async put(name: string, bytes: Uint8Array): Promise<void> {
    this.changes.push(`put ${name}`);
    this.content.set(name, Uint8Array.from(bytes));
  }

  async get(name: string): Promise<Uint8Array | undefined> {
    return this.content.get(name);
  }

  async list(): Promise<string[]> {
    return [...this.content.keys()];
  }

  async remove(name: string): Promise<void> {
    this.changes.push(`remove ${name}`);
    this.content.delete(name);
  }
}

export class MemoryPointer implements PointerStore {
  current: { value: string; revision: number } | undefined;

  async read(): Promise<{ value: string; revision: number } | undefined> {
    return this.current;
  }

  async compareAndSet(value: string, revision: number): Promise<number> {
    if ((this.current?.revision ?? 0) !== revision) throw new PointerConflictError();
    this.current = { value, revision: revision + 1 };
    return revision + 1;
  }
}
