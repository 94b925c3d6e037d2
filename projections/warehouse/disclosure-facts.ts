// Who was shown whose data, one row for each person concerned: how many fields and of which class, never which, what, or an address.
import { asList, asText } from '#domain/patient/fhir.ts';
import { table, TIME, WORD } from './ddl.ts';
import { fieldOf, type Fold, type LogEvent, safeWord, textOf, timestamp } from './fold.ts';
import type { Row } from './ports.ts';

const TYPE = 'DataDisclosed';
export const DISCLOSURE_FACTS = table(
  'disclosure_facts',
  `tenant ${WORD}, disclosure_id String, revision UInt64, part UInt16, position UInt64, fact ${WORD}, at ${TIME}, patient String, case_id String,
  fields UInt16, health Bool, reader String, reader_kind ${WORD}, reader_role ${WORD}, purpose ${WORD}, route ${WORD}, place ${WORD}`,
  'tenant, disclosure_id, revision, part',
);

/** Sealed fields that are opened for these facts. */
export const DISCLOSURE_OPENS: Readonly<Record<string, readonly string[]>> = { [TYPE]: ['address'] };

type Concerned = { readonly id: string; readonly fact: 'shown' | 'withheld'; readonly fields: number; readonly health: boolean };
function concernedIn(event: LogEvent): Concerned[] {
  const withheld = fieldOf(event, 'withheld');
  return [
    ...asList(fieldOf(event, 'persons')).map(
      ({ id, fields, health }): Concerned => ({ id: String(id), fact: 'shown', fields: lengthOf(fields), health: health === true }),
    ),
    ...(Array.isArray(withheld) ? withheld : []).map((id): Concerned => ({ id: String(id), fact: 'withheld', fields: 0, health: false })),
  ];
}
const lengthOf = (list: unknown) => (Array.isArray(list) ? list.length : 0);

/** The ids of everybody whose data were asked for. */
export const disclosedIn = (event: LogEvent): string[] => (event.type === TYPE ? concernedIn(event).map(({ id }) => id) : []);

const LOCAL = /^(::ffff:)?127\.|^::1$/i;
const PRIVATE = /^(::ffff:)?(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)|^f[cd][0-9a-f]{2}:|^fe80:/i;
/** From where, as far as it points at nobody: this machine, the house's own network, or outside; empty when unknown. */
export function placeOf(address: unknown): '' | 'local' | 'private' | 'public' {
  const text = asText(address);
  if (!text) return '';
  if (LOCAL.test(text)) return 'local';
  return PRIVATE.test(text) ? 'private' : 'public';
}

/** `get /api/patients/{id}`, or the name of an agent. */
const routeOf = (event: LogEvent) => /^[\w {}/:.*-]{1,200}$/.exec(textOf(event, 'route'))?.[0] ?? '';

export const disclosureFacts: Fold = (event, { pseudonym, opened }): readonly Row[] => {
  if (event.type !== TYPE) return [];
  const common = {
    tenant: event.stream.tenant,
    disclosure_id: event.stream.id,
    revision: event.revision,
    position: event.position.toString(),
    at: timestamp(textOf(event, 'at')),
    case_id: textOf(event, 'caseId'),
    reader: textOf(event, 'readerId') && pseudonym(textOf(event, 'readerId')),
    reader_kind: safeWord(textOf(event, 'readerKind')),
    reader_role: safeWord(textOf(event, 'readerRole')),
    purpose: safeWord(textOf(event, 'purpose')),
    route: routeOf(event),
    place: placeOf(opened(event, 'address')),
  };
  return concernedIn(event).map(({ id, ...shown }, part) => ({ ...common, part, patient: pseudonym(id), ...shown }));
};
