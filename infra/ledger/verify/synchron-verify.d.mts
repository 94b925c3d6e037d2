export type Found = {
  readonly tenant: string;
  readonly origin: string;
  readonly size: number;
  readonly events: number;
  readonly streams: number;
  readonly anchored: boolean;
  /** Proofs that a person's keys were destroyed, by leaf. */
  readonly certificates: readonly { readonly person: string; readonly index: number; readonly at: string }[];
  readonly since: number | undefined;
  readonly pinned: boolean;
  readonly timestamps: readonly { readonly size: number; readonly at: string; readonly by: string; readonly pinned: boolean }[];
  /** The signed note, to be kept for the next visit. */
  readonly checkpoint: Buffer;
};
/** Throws an Error with `code` 1 (not sound), 2 (not readable) or 3 (not the same log). */
export function verifyPack(
  bytes: Buffer,
  options?: { keys?: readonly string[]; witnesses?: readonly string[]; since?: Buffer; tsa?: readonly string[] },
): Found;
/** What an RFC 3161 token says of `text`; `trusted`: certificates as PEM. Throws an Error when it does not hold. */
export function checkToken(token: Buffer, text: string, trusted?: readonly string[]): { at: Date; by: string; pinned: boolean; nonce: string | undefined };
