// What a screen sends about a person, as the FHIR Patient that is stored. One form, whether a person or a system tells it.
import { z } from 'zod';
import { asList, asObject, type Json } from '#domain/patient/fhir.ts';
import type { FhirResource } from '#domain/patient/messages.ts';
import { instantOf } from '#domain/patient/time.ts';

const text = z.string().trim().min(1, 'must not be empty').max(200);
const address = z.strictObject({ line: z.array(text).max(5).optional(), city: text.optional(), district: text.optional(), postalCode: text.optional() });

export const person = z.strictObject({
  name: z.strictObject({ given: z.array(text).min(1).max(5), family: text }),
  birthDate: z.string().refine((v) => /^\d{4}(-\d{2}(-\d{2})?)?$/.test(v) && instantOf(v) !== undefined, 'must be YYYY-MM-DD, YYYY-MM or YYYY'),
  sex: z.enum(['male', 'female', 'other', 'unknown']),
  phone: z
    .string()
    .regex(/^\+?[0-9 ()./-]{5,30}$/, 'must be a phone number')
    .optional(),
  email: z.email().max(254).optional(),
  address: address.optional(),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as tr or en-GB')
    .optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be a country code of two letters such as DE')
    .optional(),
});
export type Person = z.infer<typeof person>;
/** Any part of it; what is left out stays as it is. */
export const amendment = person.partial().refine((p) => Object.keys(p).length > 0, 'must change something');
export type Amendment = Partial<Person>;

const without = (list: unknown, drop: (item: Json) => boolean) => asList(list).filter((item) => !drop(item));
const contact = (system: string, value: string) => (telecom: unknown) => [...without(telecom, (t) => t.system === system), { system, value }];

type Change = (now: Json) => Json;
/** Each given field as a change of the resource; everything else the resource holds stays. */
const CHANGES: { readonly [K in keyof Person]-?: (value: NonNullable<Person[K]>, whole: Amendment) => Change } = {
  name: (name) => (now) => ({ name: [{ use: 'official', ...name }, ...without(now.name, (n) => n.use === 'official' || n.use === undefined)] }),
  birthDate: (birthDate) => () => ({ birthDate }),
  sex: (gender) => () => ({ gender }),
  phone: (value) => (now) => ({ telecom: contact('phone', value)(now.telecom) }),
  email: (value) => (now) => ({ telecom: contact('email', value)(now.telecom) }),
  address: (given) => (now) => ({ address: [{ ...countryOnly(now), ...given }] }),
  country: (country) => (now) => ({ address: [{ ...asList(now.address)[0], country }] }),
  language: (code) => () => ({ communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code }] }, preferred: true }] }),
};
const countryOnly = (now: Json): Json => {
  const country = asObject(asList(now.address)[0])?.country;
  return country === undefined ? {} : { country };
};

/** The FHIR Patient `now` with the given fields changed. */
export function amended(now: FhirResource, fields: Amendment): FhirResource {
  const changes = Object.entries(fields).map(([key, value]) => (CHANGES[key as keyof Person] as (v: unknown) => Change)(value));
  return changes.reduce<FhirResource>((resource, change) => ({ ...resource, ...change(resource) }), now);
}
export const newPatient = (id: string, fields: Person): FhirResource => amended({ resourceType: 'Patient', id, active: true }, fields);
