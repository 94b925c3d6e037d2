// Finds a member by e-mail in all tenants while neither log nor views hold the address.
import { createHmac } from 'node:crypto';

/** Upper and lower case, and spellings that look alike, are one address. */
export const foldEmail = (email: string): string => email.normalize('NFKC').trim().toLowerCase();

/** Hex HMAC-SHA256 of the folded address under a secret of the whole hub; without the secret nobody can test a guess. */
export const makeEmailKey =
  (secret: Uint8Array) =>
  (email: string): string =>
    createHmac('sha256', secret)
      .update(`email\0${foldEmail(email)}`)
      .digest('hex');
