// Codes, systems and units as far as they can be nothing else. A source that writes a name, a date of birth or a phone number where a
// code belongs must not carry it into the warehouse that way.

const matching = (pattern: RegExp) => (value: unknown) => (typeof value === 'string' && pattern.test(value) ? value : '');

/** A URI without parameters, in which a person could be named. */
export const safeSystem = matching(/^(https?:\/\/|urn:)[A-Za-z][\w.:/-]{1,150}$/);
/** UCUM: `mm[Hg]`, `10*3/uL`, `{score}`, `%`. */
export const safeUnit = matching(/^(?!\d{2})[\w%.*/^[\]{}'µ()-]{1,30}$/);

const codeLike = matching(/^[A-Za-z0-9][A-Za-z0-9.:^/_-]{0,39}$/);
const DATE = /^\d{4}-\d{2}(\D|$)|^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$/;
const LONG_NUMBER = /^[\d.:/_-]{8,}$/;
/** Systems whose codes are published: there a long number is a code. Elsewhere it may be a phone, a record or a date. */
const PUBLISHED =
  /^(https?:\/\/(loinc\.org|snomed\.info|www\.nlm\.nih\.gov|www\.whocc\.no|hl7\.org|terminology\.hl7\.org|unitsofmeasure\.org)\b|urn:oid:2\.16\.840\.1\.113883\.6\.)/;

/** `4548-4`, `E11.9`, `73211009`; empty when it could be anything else. */
export function safeCode(value: unknown, system: string): string {
  const code = codeLike(value);
  if (DATE.test(code)) return '';
  return LONG_NUMBER.test(code) && !PUBLISHED.test(system) ? '' : code;
}

export type SafeCoding = { readonly system: string; readonly code: string };
const MOST_REMEMBERED = 5000;

/** The same few hundred codings come again and again, so those that are surely that are remembered; of anything else, which may be somebody's words, nothing is kept. */
function remembering(judge: (system: unknown, code: unknown) => SafeCoding): (system: unknown, code: unknown) => SafeCoding {
  const bySystem = new Map<unknown, Map<unknown, SafeCoding>>();
  let size = 0;
  return (system, code) => {
    const known = bySystem.get(system)?.get(code);
    if (known) return known;
    const judged = judge(system, code);
    if (!judged.system || !judged.code) return judged;
    if (size >= MOST_REMEMBERED) [size] = [0, bySystem.clear()];
    bySystem.set(system, (bySystem.get(system) ?? new Map<unknown, SafeCoding>()).set(code, judged));
    size += 1;
    return judged;
  };
}
export const safeCoding = remembering((given, code) => {
  const system = safeSystem(given);
  return { system, code: safeCode(code, system) };
});
