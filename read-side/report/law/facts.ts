// What the articles are judged by: plain rows of one tenant, gathered once for all checks.
import type { Actor } from '#domain/kernel/envelope.ts';
import type { Role } from '#domain/kernel/roles.ts';
import type { CareRow } from '#projections/care/table.ts';
import type { CaseListRow } from '#projections/case-list/table.ts';
import type { DisclosureRow } from '#projections/disclosures/table.ts';
import type { ErasureRow } from '#projections/erasures/table.ts';
import type { FindingRow } from '#projections/finding-list/table.ts';

export type Staff = {
  readonly id: string;
  readonly roles: readonly Role[];
  readonly active: boolean;
  readonly factor: boolean;
  readonly emailKey: string;
  readonly invitedAt: Date;
};
export type Paper = Pick<CareRow, 'streamId' | 'caseId' | 'status' | 'doc' | 'openedAt'>;
export type Case = Pick<CaseListRow, 'id' | 'patientId' | 'stage' | 'status' | 'updatedAt'>;
export type Erasure = Pick<ErasureRow, 'id' | 'status' | 'answerBy' | 'grounds' | 'keys' | 'sinks' | 'startedAt' | 'completedAt' | 'asked' | 'granted'>;
export type Finding = Pick<FindingRow, 'id' | 'status' | 'level' | 'raisedAt'>;
export type Look = Pick<DisclosureRow, 'id' | 'at' | 'readerId' | 'readerKind' | 'readerRole' | 'purpose' | 'session' | 'shown' | 'abroad'>;
export type Advice = { readonly id: string; readonly status: string; readonly decidedBy?: Actor | null; readonly inputs: number; readonly level: string };
export type Device = { readonly id: string; readonly retired: boolean; readonly online: boolean };
export type Key = {
  readonly id: string;
  readonly issuedAt: Date;
  readonly issuedBy: string;
  readonly revokedAt?: Date | null;
  readonly expiresAt?: Date | null;
};
/** One event of a newest patient. `clear`: a personal or health field is not sealed. `place`: what the ledger says of it, where there is one. */
export type Sampled = {
  readonly id: string;
  readonly health: boolean;
  readonly clear: boolean;
  readonly purpose: string | undefined;
  readonly basis: string | undefined;
  readonly machineReadable: boolean;
  readonly place: 'logged' | 'newer' | 'altered' | undefined;
};
/** A completed erasure: whether its certificate can still be read, and stands in the ledger. */
export type Certificate = { readonly id: string; readonly kept: boolean };

export type Facts = {
  readonly now: Date;
  readonly kind: 'clinic' | 'agency';
  readonly staff: readonly Staff[];
  /** Everybody data are held of, newest first. */
  readonly people: readonly string[];
  readonly care: Readonly<Record<string, readonly Paper[]>>;
  /** The newest, and all of `patients`. */
  readonly cases: readonly Case[];
  readonly erasures: readonly Erasure[];
  readonly findings: readonly Finding[];
  /** The newest disclosures. */
  readonly looks: readonly Look[];
  /** Patients among those shown: record → the one that stands for the same person. */
  readonly patients: ReadonlyMap<string, string>;
  /** Every account there is or was. */
  readonly accounts: ReadonlySet<string>;
  /** How often each reader was shown something in ninety days. */
  readonly reads: ReadonlyMap<string, number>;
  readonly advice: readonly Advice[];
  readonly devices: readonly Device[];
  readonly keys: readonly Key[];
  /** Events that a view could not take. */
  readonly parked: readonly string[];
  readonly sample: readonly Sampled[];
  readonly certificates: readonly Certificate[];
  /** The newest signed checkpoint; absent without a ledger, or before its first. */
  readonly ledger?: { readonly size: number; readonly at: Date };
};

const DAY_MS = 86_400_000;
export const daysAgo = ({ now }: Facts, days: number): Date => new Date(now.getTime() - days * DAY_MS);
export const papers = ({ care }: Facts, slice: string): readonly Paper[] => care[slice] ?? [];

type Entry = { readonly purpose?: string; readonly status?: string; readonly at?: string };
/** A list in a record. */
export const entries = (list: unknown): readonly Entry[] => (Array.isArray(list) ? list : []);
