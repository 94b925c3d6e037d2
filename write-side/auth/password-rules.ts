// Which passwords are taken: long ones that are on no list of common ones and are not the address. No rule about kinds of characters.
import { z } from 'zod';
import { HubError } from '#domain/kernel/errors.ts';

export const LEAST = 12;
export const newPassword = z.string().max(200).describe(`At least ${LEAST} characters, not a common password, not the e-mail address`);

/** Common ones that are long enough otherwise; endings of digits and signs are taken off before comparing. */
const COMMON = new Set(
  `password passwordpassword passw0rd p@ssword p@ssw0rd parola parolaparola sifre şifre sifresifre qwerty qwertyuiop qwertyuiopas qwertyqwerty asdfghjkl
   asdfghjklqwe zxcvbnm administrator welcome welcomewelcome changeme changemechangeme letmein letmeinletmein iloveyou iloveyouiloveyou monkey dragon football
   superman princess sunshine galatasaray fenerbahce fenerbahçe besiktas beşiktaş trabzonspor istanbul turkiye türkiye seniseviyorum benimsifrem synchronhub
   abcdefghijkl abcdefghijklm 1q2w3e4r5t6y 1qaz2wsx3edc qazwsxedcrfv q1w2e3r4t5y6 hastane klinik doktor`.split(/\s+/),
);
const fold = (text: string): string => text.normalize('NFKC').toLocaleLowerCase('tr').trim();
const isRun = (text: string): boolean => new Set(text).size < 5 || '01234567890123456789'.includes(text) || '98765432109876543210'.includes(text);

/** Why the password is refused; undefined = it is taken. */
export function weakness(password: string, email: string): string | undefined {
  const given = fold(password);
  if (given.length < LEAST) return `must have at least ${LEAST} characters`;
  if (isRun(given)) return 'must not be a run of few characters';
  if (COMMON.has(given) || COMMON.has(given.replace(/[\d\W_]+$/u, ''))) return 'is one of the most common passwords';
  const address = fold(email);
  const name = address.split('@')[0]!;
  const rest = given.replaceAll(address, '').replaceAll(name.length > 3 ? name : address, '');
  return rest.length < LEAST / 2 ? 'must not be made of the e-mail address' : undefined;
}

/** Throws `invalid` with the reason as the fault of the field `path`. */
export function mustBeStrong(password: string, email: string, path = 'password'): void {
  const message = weakness(password, email);
  if (message) throw new HubError('invalid', 'auth.password-weak', 'Choose another password.', { faults: [{ path, message }] });
}
