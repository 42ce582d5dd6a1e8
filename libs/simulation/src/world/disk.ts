/**
 * A coordinator's disk. Written content is volatile until it is synced, and a changed name until its folder is synced. A power cut
 * loses or tears volatile content, and undoes any subset of the volatile changes of names. A killed process loses nothing but the
 * rest of the file that it was writing.
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
  /** Names that survive a power cut, and the changes since they were synced. */
  private durable = new Map<string, Inode<Content>>();
  private changes: { change: NameChange; inode: Inode<Content> }[] = [];
  private beingWritten: Inode<Content> | undefined;

  constructor(private readonly world: World) {}

  list(): string[] {
    return [...this.names.keys()];
  }

  /** The content under a name; undefined when the name does not exist or its file is torn, which the checkpoint's hashes reveal. */
  read(name: string): Content | undefined {
    const inode = this.names.get(name);
    return inode && !inode.torn ? inode.content : undefined;
  }

  /** Starts to write a file, which is torn until {@link written} is called. */
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
    // Content that survived is durable.
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
