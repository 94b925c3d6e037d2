// A place where something about a person may lie. Each is asked to erase, and acknowledges once nothing of them opens or stands there.
import type { Step } from '#domain/erasure/ladder.ts';
import { HubError } from '#domain/kernel/errors.ts';

/** `keysAt`: the log position at which the person's keys were recorded as destroyed. */
export type Target = { readonly tenant: string; readonly persons: readonly string[]; readonly step: Step; readonly keysAt: bigint };
/** `found`: how much was there. `expiresAt` (ISO): a copy is left, which ends by itself then. */
export type Erased = { readonly found: number; readonly expiresAt?: string };
export type Sink = {
  readonly name: string;
  /** What lies there, for people. */
  readonly holds: string;
  /** May be called again after it was killed half-way. HubError `unavailable` when it cannot be done now. */
  erase(target: Target): Promise<Erased>;
};

export const NOTHING: Erased = { found: 0 };
export const notYet = (what: string): HubError => new HubError('unavailable', 'erasure.not-yet', `${what} cannot be erased yet.`);
