// What people type into a search box, as the ids of what it finds.
import { raw } from '@mikro-orm/core';
import { askedKeys } from '#domain/kernel/search-keys.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import { nameKey } from '#domain/patient/name-keys.ts';
import { type FoundKind, Search } from '#projections/search/table.ts';
import { z } from 'zod';
import type { Rows } from './reader.ts';

const MOST_FOUND = 1000;
/** The query parameter of every list that can be searched. */
export const searched = z
  .string()
  .trim()
  .max(100)
  .optional()
  .describe('Words or their beginnings; ı, i, İ and I count as one letter, so do ş and s, ü and u …');

/** The ids of things of that kind that have every word typed, at most 1,000; undefined when nothing was asked for. */
export async function idsFound(rows: Rows, tenant: string, kind: FoundKind, typed: string | undefined, digest: TenantDigest): Promise<string[] | undefined> {
  if (!typed) return undefined;
  const asked = askedKeys(typed);
  if (asked.length === 0) return [];
  const keys = kind === 'patient' ? await Promise.all(asked.map((key) => nameKey(digest, tenant, key))) : asked;
  const hasAll = { [raw((alias) => `${alias}.keys @> ?::jsonb`, [JSON.stringify(keys)])]: [] };
  const found = await rows.find(Search, { tenant, kind, ...hasAll }, { fields: ['id'], limit: MOST_FOUND });
  return found.map(({ id }) => id);
}
