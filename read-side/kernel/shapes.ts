// Shapes that many answers share.
import { z } from 'zod';
import { actorSchema } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';

export const absent = z
  .object({ absent: z.enum(['REDACTED', 'SHREDDED']) })
  .meta({ id: 'Absent', description: 'Why a personal or health value is missing: the reader has no right to it, or the person was erased.' });
export const openedOf = <T extends z.ZodType>(schema: T) => z.union([schema, absent]);

export const bilingual = z.object({ tr: z.string(), en: z.string() });
export const instant = z.iso.datetime();
/** Where in the log; decimal, since it may exceed what a JSON number holds. */
export const position = z.string().regex(/^\d+$/).describe('Place in the log');
export const version = { revision: z.int(), position };
export const actor = actorSchema;

export const versionOf = (row: { revision: number; position: bigint }) => ({ revision: row.revision, position: String(row.position) });
export const unknown = (thing: string, id: string): HubError => new HubError('not-found', `${thing}.unknown`, `There is no ${thing} ${id}.`);
