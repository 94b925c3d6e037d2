// What the compliance agent may ask. Every answer is of one tenant; views are asked only after `waitFor`.
import type { Position, Recorded } from '#domain/kernel/envelope.ts';
import type { Open } from '#domain/kernel/sealing.ts';

/** One request that showed data: of whom, whether health data, and of whom something was kept back. Times in milliseconds. */
export type Look = {
  readonly eventId: string;
  readonly at: number;
  readonly role: string;
  readonly purpose: string;
  readonly persons: readonly { readonly id: string; readonly health: boolean }[];
  readonly withheld: readonly string[];
};
/** One field of an event, opened. */
export type Written = { readonly field: string; readonly value: unknown };
export type GlassOpening = { readonly patientId: string; readonly at: number };

export type Watch = {
  /** Resolves when the views have reached the position; throws HubError `unavailable` when that takes too long. */
  waitFor(position: Position, tenant: string): Promise<void>;
  /** The IANA time zone the tenant lives in. */
  zoneOf(tenant: string): Promise<string>;
  /** What the reader was shown from `from` until before `to`, oldest first; at most the newest 5,000. */
  looksOf(tenant: string, readerId: string, from: number, to: number): Promise<readonly Look[]>;
  /** Those of the persons who have no case that is going on or ended less than `graceDays` before `at`. */
  withoutEpisode(tenant: string, personIds: readonly string[], at: number, graceDays: number): Promise<readonly string[]>;
  glassOpenedBy(tenant: string, memberId: string, from: number): Promise<readonly GlassOpening[]>;
  /** Opens sealed fields of the manifest, in order; an `Absent` for one whose key is destroyed. */
  readonly open: Open;
};
export type Facts = {
  readonly trigger: Recorded;
  readonly zone: string;
  /** Of the trigger's reader, over the day before it. */
  readonly looks: readonly Look[];
  readonly withoutEpisode: ReadonlySet<string>;
  readonly glass: readonly GlassOpening[];
  /** What people wrote in the trigger's sealed fields: held in memory while it is judged. */
  readonly words: readonly Written[];
};
