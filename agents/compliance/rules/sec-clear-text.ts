// Words that are not sealed, and the identifiers of people that must not stand in them.
import type { Identifier } from '#domain/finding/messages.ts';
import { noticedAt, placesIn } from './placed.ts';
import { LAW, type Rule } from './rule.ts';
import { fieldsWithWords } from './words.ts';

const TYPES = [...fieldsWithWords('operational').keys()];
/** Where a business tells its own number and account. */
const PUBLIC: ReadonlySet<string> = new Set(['article', 'offering', 'tenant', 'dialplan', 'adapter', 'firmware']);
const OWN_NUMBERS: ReadonlySet<Identifier> = new Set(['phone', 'iban']);

/** An identity, passport, card, account or phone number of a person in a field that anybody who reads the log can read. */
export const secClearText: Rule = {
  id: 'SEC-CLEAR-TEXT',
  version: '2',
  title: {
    tr: 'Maskelenmemiş kimlik, pasaport, kart, IBAN veya telefon numarası açık metinde',
    en: 'An identity, passport, card, account or phone number stands in text in the clear',
  },
  law: [LAW.kvkk12, LAW.minimumNecessary],
  types: TYPES,
  judge: (facts) => {
    const { type, id, stream, data } = facts.trigger;
    if (!TYPES.includes(type)) return undefined;
    const places = Object.entries(data).flatMap(([field, value]) => placesIn(id, field, value));
    return noticedAt(
      facts,
      places.filter(({ kind }) => !PUBLIC.has(stream.slice) || !OWN_NUMBERS.has(kind)),
    );
  },
};
