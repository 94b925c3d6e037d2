// What the evidence pack needs of the ledger. infra/ledger gives it.
import type { Recorded } from '#domain/kernel/envelope.ts';
import type { StreamProof } from '#projections/ledger/streams.ts';
import type { Rotation, Stamp } from '#projections/ledger/ports.ts';

/** A log as of its newest checkpoint, however much is logged meanwhile. */
export type LogView = {
  readonly origin: string;
  /** Verifier keys, the newest. */
  readonly keys: readonly string[];
  readonly size: number;
  readonly root: Buffer;
  readonly at: string;
  /** The signed checkpoint, with the lines of witnesses that cosigned this very one. */
  readonly note: string;
  inclusion(index: number): Buffer[];
  /** Throws RangeError for a size the log never had. */
  consistency(old: number): Buffer[];
  /** Timestamps of checkpoints up to this one: the first over `leaf`, and the newest. */
  stamps(leaf: number): readonly Stamp[];
};
export type TenantView = LogView & {
  /** The leaf of the hub's log that is this checkpoint. */
  readonly anchor: number | undefined;
  /** Where the event stands; undefined when it is newer than the checkpoint. HubError `ledger.log-changed` when it is not what was logged. */
  indexOf(event: Recorded): number | undefined;
  /** The tenant's events in log order with their leaves, from the last one recorded before `from` or earlier, up to the checkpoint. */
  events(from: Date | undefined, signal: AbortSignal): AsyncIterable<{ readonly event: Recorded; readonly index: number }>;
};
export type HubView = LogView & { readonly firstKeys: readonly string[]; readonly rotations: readonly Rotation[] };
/** Places that name something, see projections/ledger/names.ts. */
export type About = (name: string) => readonly string[];
export type Looked = { readonly log: TenantView; readonly hub: HubView; readonly streams: ReadonlyMap<string, StreamProof>; readonly about: About };
export type Ledger = {
  /** One moment of a tenant's log, with the proofs of the streams that `choose` names. HubError `ledger.not-yet` for a tenant without a log. */
  look(tenant: string, choose?: (about: About) => readonly string[]): Promise<Looked>;
  /** A signature by the hub's newest key over a text that is no checkpoint. */
  sign(text: string): Promise<string>;
};
