/**
 * A coordinator's disk. What is written is volatile until it is synced, and a name until its folder is: a power cut loses
 * such content, or leaves a torn file, and undoes any of the changes of names. A process that is killed leaves all that the
 * kernel has taken; only the file that it was at is torn.
 * Reference: T. Pillai et al., "All File Systems Are Not Created Equal", OSDI 2014.
 */
import type { World } from '@lockstep/cluster/internals';

interface Inode<Content> {
  content: Content;
  torn: boolean;
  synced: boolean;
}

type NameChange =
  { kind: 'add'; name: string } | { kind: 'move'; from: string; to: string } | { kind: 'remove'; name: string };

export class Disk<Content> {
  full = false;
  /** Operations take seconds. */
  slow = false;
  /** The file with the latest leader epoch, which is replaced as a whole and synced at once. */
  leaderEpoch = 0;
  private names = new Map<string, Inode<Content>>();
  /** Names as they are on the platter, and what was done to them since. */
  private durable = new Map<string, Inode<Content>>();
  private changes: { change: NameChange; inode: Inode<Content> }[] = [];
  private beingWritten: Inode<Content> | undefined;

  constructor(private readonly world: World) {}

  list(): string[] {
    return [...this.names.keys()];
  }

  /** The content under a name; undefined when there is no such name or it is torn, which the hashes of a checkpoint tell. */
  read(name: string): Content | undefined {
    const inode = this.names.get(name);
    return inode && !inode.torn ? inode.content : undefined;
  }

  /** Begins to write: until {@link written}, the file is there, but torn. */
  beginWrite(name: string, content: Content): void {
    const inode = { content, torn: true, synced: false };
    this.beingWritten = inode;
    this.change({ kind: 'add', name }, inode);
    this.names.set(name, inode);
  }

  written(): void {
    if (this.beingWritten) this.beingWritten.torn = false;
    this.beingWritten = undefined;
  }

  sync(name: string): void {
    const inode = this.names.get(name);
    if (inode) inode.synced = true;
  }

  rename(from: string, to: string): void {
    const inode = this.names.get(from);
    if (!inode) return;
    this.names.delete(from);
    this.names.set(to, inode);
    this.change({ kind: 'move', from, to }, inode);
  }

  remove(name: string): void {
    const inode = this.names.get(name);
    if (!inode) return;
    this.names.delete(name);
    this.change({ kind: 'remove', name }, inode);
  }

  syncNames(): void {
    this.durable = new Map(this.names);
    this.changes = [];
  }

  /** The machine loses power. */
  cutPower(): void {
    this.beingWritten = undefined;
    for (const { change, inode } of this.changes) if (this.world.chance(0.5)) apply(this.durable, change, inode);
    for (const inode of this.durable.values()) if (!inode.synced && this.world.chance(0.7)) inode.torn = true;
    // What has survived until now is on the platter.
    for (const inode of this.durable.values()) inode.synced = true;
    this.names = new Map(this.durable);
    this.changes = [];
  }

  private change(change: NameChange, inode: Inode<Content>): void {
    this.changes.push({ change, inode });
  }
}

function apply<Content>(names: Map<string, Inode<Content>>, change: NameChange, inode: Inode<Content>): void {
  switch (change.kind) {
    case 'add':
      return void names.set(change.name, inode);
    case 'move':
      if (names.get(change.from) === inode) names.delete(change.from);
      return void names.set(change.to, inode);
    case 'remove':
      if (names.get(change.name) === inode) names.delete(change.name);
  }
}
