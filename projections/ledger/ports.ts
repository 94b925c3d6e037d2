// What the ledger needs of the machine. infra/ledger implements it: state in LMDB, the public part as files.
import type { Position } from '#domain/kernel/envelope.ts';
import type { Named } from './names.ts';
import type { Node, Nodes } from './streams.ts';
import type { Edge, Tile } from './tiles.ts';

/** The log of the tenants' checkpoints; no tenant's slug is this short. */
export const HUB = '';

/** One log between two checkpoints. */
export type LogState = {
  readonly tenant: string;
  /** Its name in public: random, so that the files do not tell who the tenants are. */
  readonly name: string;
  readonly edge: Edge;
  /** The entries of the unfinished bundle, one behind the other; each 32 bytes for a tenant, its own text for the hub. */
  readonly entries: readonly Buffer[];
  /** The newest signed checkpoint. */
  readonly note: string;
  readonly at: string;
  /** The leaf of the hub's log that says the same; the hub's own log has none. */
  readonly anchor?: number;
  /** Where in the event log its last event stands, and which event that is; the hub's own log has none. */
  readonly last?: { readonly position: Position; readonly stream: string; readonly revision: number; readonly entry: Buffer };
};
/** Where the first event of each bundle stands, to find events again by position or time. */
export type Block = { readonly index: number; readonly position: Position; readonly at: string };
export type LogChange = {
  readonly state: LogState;
  readonly full: readonly Tile[];
  /** Bundles that became full, as bytes. */
  readonly bundles: readonly { readonly index: number; readonly bytes: Buffer }[];
  readonly nodes: ReadonlyMap<string, Node | undefined>;
  readonly blocks: readonly Block[];
  /** Streams, and events of disclosures, by what they name. */
  readonly about: readonly Named[];
};
/** A key that took over: its statement signed by the key before it and by itself, and where that stands in the hub's log. */
export type Rotation = { readonly statement: string; readonly index: number };
/** What a time stamping authority says of a signed checkpoint: an RFC 3161 token in base64, and the time in it. */
export type Stamp = { readonly size: number; readonly note: string; readonly token: string; readonly at: string };
/** All or nothing. */
export type Turn = {
  readonly cursor: Position;
  readonly logs: readonly LogChange[];
  readonly rotation?: Rotation | undefined;
  readonly key: string;
  readonly vkeys: readonly string[];
};

/** As of one moment, however many turns are committed meanwhile. */
export type LedgerReader = {
  /** Undefined for a tenant without events. */
  log(tenant: string): LogState | undefined;
  nodes(tenant: string): Nodes;
  block(tenant: string, index: number): Block | undefined;
  /** The places that name this, see names.ts. */
  about(tenant: string, name: string): string[];
  rotations(): readonly Rotation[];
  /** The id of the key that signed last. */
  key(): string | undefined;
  /** The keys of the hub's log at its beginning, as vkeys: every later one goes back to them. */
  firstKey(): readonly string[];
  /** The newest checkpoint with the lines of the witnesses that cosigned it; undefined when none has yet. */
  cosigned(name: string): string | undefined;
  /** Timestamps of a log's checkpoints of up to `size` leaves: the first one over this leaf, and the newest; none, one or both. */
  stamps(name: string, leaf: number, size: number): Stamp[];
  /** Whose logs there are, the hub's among them. */
  tenants(): string[];
};
/** Made once, when the ledger is: what all its names begin with, and the secret that makes them. */
export type Identity = { readonly origin: string; readonly secret: Buffer };
export type LedgerStore = LedgerReader & {
  readonly identity: Identity;
  cursor(): Position | undefined;
  /** State, cursor and what is to be public in one durable transaction; then the public files, checkpoints last. */
  commit(turn: Turn): Promise<void>;
  /** Writes the public files that a crash left unwritten. */
  recover(): Promise<void>;
};
