export type Found = {
  readonly tenant: string;
  readonly origin: string;
  readonly size: number;
  readonly events: number;
  readonly streams: number;
  readonly anchored: boolean;
  readonly since: number | undefined;
  readonly pinned: boolean;
  /** The signed note, to be kept for the next visit. */
  readonly checkpoint: Buffer;
};
/** Throws an Error with `code` 1 (not sound), 2 (not readable) or 3 (not the same log). */
export function verifyPack(bytes: Buffer, options?: { keys?: readonly string[]; witnesses?: readonly string[]; since?: Buffer }): Found;
