// Lists in pages: one row more is read than asked for, and only tells that there is a next page.
import { z } from 'zod';

export const DEFAULT_LIMIT = 50;
export const pageQuery = {
  cursor: z.string().max(500).optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(200).default(DEFAULT_LIMIT),
};
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().optional().describe('Cursor of the next page; absent on the last') });

/** `rows` were read with a limit of one more than `limit`; `cursor` makes the cursor of the last row kept. */
export function cut<R>(rows: readonly R[], limit: number, cursor: (last: R) => string): { rows: readonly R[]; next?: string } {
  const kept = rows.slice(0, limit);
  return rows.length > limit ? { rows: kept, next: cursor(kept.at(-1)!) } : { rows: kept };
}
