// FHIR R4 data types as schemas: strict about the elements the hub reads, open to everything else a source may add.
import { z } from 'zod';
import { instantOf } from '#domain/patient/time.ts';

const text = z.string().min(1, 'must not be empty').max(100_000);
export const shortText = z.string().min(1, 'must not be empty').max(2_000);
export const fhirId = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/, 'must be a FHIR id: 1 to 64 letters, digits, "-" or "."');
export const uri = z.string().max(2_000).regex(/^\S+$/, 'must be a URI without spaces');
export const code = z
  .string()
  .max(200)
  .regex(/^\S+( \S+)*$/, 'must be a code: no spaces at the ends and no two in a row');

const isDay = /^\d{4}(-\d{2}(-\d{2})?)?$/;
const isInstant = /T.*(Z|[+-]\d{2}:\d{2})$/;
/** YYYY, YYYY-MM or YYYY-MM-DD, and on the calendar. */
export const date = z.string().refine((v) => isDay.test(v) && instantOf(v) !== undefined, 'must be a date: YYYY, YYYY-MM or YYYY-MM-DD');
/** A date, or a full time with zone. */
export const dateTime = z
  .string()
  .refine((v) => instantOf(v) !== undefined && (isDay.test(v) || isInstant.test(v)), 'must be a date, or a date and time with a time zone');

const latest = (start: string, end: string) => {
  const shared = Math.min(start.length, end.length);
  return shared <= 10 ? start.slice(0, shared) <= end.slice(0, shared) : instantOf(start)! <= instantOf(end)!;
};
export const period = z
  .looseObject({ start: dateTime.optional(), end: dateTime.optional() })
  .refine(({ start, end }) => !start || !end || latest(start, end), 'must not end before it starts');

export const coding = z.looseObject({ system: uri.optional(), code: code.optional(), display: text.optional() });
const says = (o: object, keys: readonly string[]) => keys.some((key) => key in o) || 'extension' in o;
export const concept = z
  .looseObject({ coding: z.array(coding).min(1).optional(), text: text.optional() })
  .refine((c) => says(c, ['coding', 'text']), 'must have a coding or a text');

export const identifier = z.looseObject({
  use: z.enum(['usual', 'official', 'temp', 'secondary', 'old']).optional(),
  system: uri.optional(),
  value: shortText.optional(),
});
export const reference = z
  .looseObject({ reference: shortText.optional(), identifier: identifier.optional(), display: text.optional(), type: uri.optional() })
  .refine((r) => says(r, ['reference', 'identifier', 'display']), 'must have a reference, an identifier or a display');
/** The reference that makes a resource somebody's: it has to lead to a Patient, so a display alone is not enough. */
export const subject = z
  .looseObject({ reference: shortText.optional(), identifier: identifier.optional() })
  .refine((r) => 'reference' in r || 'identifier' in r, 'must refer to a Patient, by reference or by identifier');

export const quantity = z.looseObject({
  value: z.number().optional(),
  comparator: z.enum(['<', '<=', '>=', '>']).optional(),
  unit: shortText.optional(),
  system: uri.optional(),
  code: code.optional(),
});

export const humanName = z
  .looseObject({
    use: z.enum(['usual', 'official', 'temp', 'nickname', 'anonymous', 'old', 'maiden']).optional(),
    text: shortText.optional(),
    family: shortText.optional(),
    given: z.array(shortText).optional(),
  })
  .refine((n) => says(n, ['text', 'family', 'given']), 'must have a family name, a given name or a text');
export const contactPoint = z.looseObject({
  system: z.enum(['phone', 'fax', 'email', 'pager', 'url', 'sms', 'other']).optional(),
  value: shortText.optional(),
  use: z.enum(['home', 'work', 'temp', 'old', 'mobile']).optional(),
  rank: z.int().positive().optional(),
});
export const address = z.looseObject({
  use: z.enum(['home', 'work', 'temp', 'old', 'billing']).optional(),
  line: z.array(text).optional(),
  city: shortText.optional(),
  postalCode: shortText.optional(),
  country: shortText.optional(),
});
