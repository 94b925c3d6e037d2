// A range while it fills: the rows of its events as bytes, and where it ends so far.
import type { Position } from '#domain/kernel/envelope.ts';
import type { Block } from './block.ts';
import type { LogEvent } from './fold.ts';
import { joined, NOTHING, pack, type Packed } from './packed.ts';
import { type Table, TABLES } from './schema.ts';

export type PackedBlock = Readonly<Record<Table, Packed>>;
export type Filling = { readonly upTo: Position; readonly events: number; readonly block: PackedBlock; readonly since: number };

/** `events` must not be empty; `block` is made of them. */
export function filled(before: Filling | undefined, events: readonly LogEvent[], block: Block, now: number): Filling {
  const rows = TABLES.map((table): [string, Packed] => [table, joined(before?.block[table] ?? NOTHING, pack(block[table]))]);
  return {
    upTo: events.at(-1)!.position,
    events: (before?.events ?? 0) + events.length,
    block: Object.fromEntries(rows) as PackedBlock,
    since: before?.since ?? now,
  };
}
