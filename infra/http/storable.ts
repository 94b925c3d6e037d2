// What JSON can say and no engine can keep: PostgreSQL takes no NUL, UTF-8 no half characters, JSON itself no infinite numbers.
// Refused at the door, so that no event is ever recorded that a view cannot hold.
import type { FieldFault } from '#domain/kernel/errors.ts';

const DEEPEST = 100;
const MOST_FAULTS = 20;

function faultOfText(text: string): string | undefined {
  if (text.includes('\0')) return 'must not contain the character U+0000';
  return text.isWellFormed() ? undefined : 'must be whole Unicode characters: half of a surrogate pair stands alone';
}

function faultOf(value: unknown): string | undefined {
  if (typeof value === 'string') return faultOfText(value);
  return typeof value === 'number' && !Number.isFinite(value) ? 'must be a number of at most 1.8e308' : undefined;
}

/** The faults of a parsed JSON body, the first 20. A fault of a key is told at the object that holds it. */
export function unstorable(body: unknown): FieldFault[] {
  const faults: FieldFault[] = [];
  const tell = (path: readonly string[], message: string | undefined) =>
    message && faults.length < MOST_FAULTS && faults.push({ path: path.join('.'), message });
  const visit = (value: unknown, path: string[]): void => {
    if (typeof value !== 'object' || value === null) return void tell(path, faultOf(value));
    if (path.length >= DEEPEST) return void tell(path.slice(0, 5), `is nested more than ${DEEPEST} levels deep`);
    for (const [key, inner] of Object.entries(value)) {
      const wrong = key === '__proto__' ? 'must not have the key __proto__' : faultOfText(key);
      if (wrong) tell(path, wrong);
      else visit(inner, [...path, key]);
    }
  };
  visit(body, []);
  return faults;
}
