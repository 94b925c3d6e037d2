// The live feed: which events there were, without their data. Clients fetch the views that changed.
import type { Position } from '#domain/kernel/envelope.ts';

export type FeedRow = {
  readonly position: Position;
  readonly tenant: string;
  readonly type: string;
  readonly slice: string;
  readonly streamId: string;
  readonly caseId: string | null;
  readonly patientId: string | null;
  readonly recordedAt: Date;
  readonly actorKind: string;
  readonly actorRole: string;
};
/** What a socket client gets. */
export type LiveEvent = {
  readonly position: string;
  readonly type: string;
  readonly slice: string;
  readonly id: string;
  readonly caseId?: string;
  readonly patientId?: string;
  readonly recordedAt: string;
  readonly actor: { readonly kind: string; readonly role: string };
};

/** How far each partition of tenants is. */
export type Marks = ReadonlyMap<number, Position>;
/** A tenant's rows become visible in the order of their positions, each position once: one writer commits them. Partitions of tenants do not wait for each other. */
export type Feed = {
  /** Where each partition is now. */
  present(): Promise<Marks>;
  /** Rows beyond the marks, in order within each partition, and the marks after them. */
  after(marks: Marks, most?: number): Promise<{ readonly rows: readonly FeedRow[]; readonly marks: Marks }>;
  /** One tenant's rows after a position, in order; of one stream when it is named. */
  of(tenant: string, position: Position, most?: number, only?: Pick<FeedRow, 'slice' | 'streamId'>): Promise<readonly FeedRow[]>;
  /** The oldest and newest position kept; undefined when there is none. */
  span(): Promise<{ oldest: Position; newest: Position } | undefined>;
};

export const toLiveEvent = (row: FeedRow): LiveEvent => ({
  position: row.position.toString(),
  type: row.type,
  slice: row.slice,
  id: row.streamId,
  ...(row.caseId && { caseId: row.caseId }),
  ...(row.patientId && { patientId: row.patientId }),
  recordedAt: row.recordedAt.toISOString(),
  actor: { kind: row.actorKind, role: row.actorRole },
});

/** A client's cursor, or undefined when it is none: then the client starts at the present. */
export const parseCursor = (value: unknown): Position | undefined => (typeof value === 'string' && /^\d{1,19}$/.test(value) ? BigInt(value) : undefined);
