// Health data are stored for a purpose and on a lawful basis, which each such event says.
import type { Rejection } from '#domain/kernel/decider.ts';
import type { LawfulBasis } from '#domain/processing.ts';
import type { EventContract } from './contract.ts';

export type Grounds = { readonly purpose: string; readonly basis: LawfulBasis };
export type Storing = { readonly tenant: string; readonly slice: string; readonly command: string; readonly subject: string };
/** Refuses what may not be stored now. */
export type Lawful = (storing: Storing) => Promise<Grounds | Rejection>;

/** Whether an event, still open, holds health data. */
export const holdsHealth = ({ sealed, personal }: EventContract, data: unknown): boolean =>
  sealed.some((field) => !personal.includes(field) && (data as Record<string, unknown>)[field] !== undefined);
