// Parts of a request against their schemas. Faults carry dotted paths into the part that was wrong.
import type { z } from 'zod';
import { type FieldFault, HubError } from '#domain/kernel/errors.ts';

const faultsOf = (error: z.ZodError, prefix: string): FieldFault[] =>
  error.issues.map((issue) => ({ path: [prefix, ...issue.path.map(String)].filter(Boolean).join('.'), message: issue.message }));

/** The parsed part; a part without a schema is passed as it came. Body paths have no prefix, others have `query.` or `path.`. */
export function parsePart(schema: z.ZodType | undefined, value: unknown, prefix: '' | 'query' | 'path'): unknown {
  if (!schema) return value;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new HubError('invalid', 'request.invalid', 'The request has faults; each names its field.', { faults: faultsOf(parsed.error, prefix) });
}
