// AES-256-GCM: nonce (12 random bytes), ciphertext and tag (16) in one piece. Whatever is bound as associated data must be the same to decrypt.
import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';

const NONCE = 12;
const TAG = 16;
const aad = (bound: readonly string[]) => Buffer.from(JSON.stringify(bound));

export function encrypt(key: KeyObject, plain: Buffer, bound: readonly string[]): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad(bound));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Throws when the key is another one, or when bytes or binding changed. */
export function decrypt(key: KeyObject, sealed: Buffer, bound: readonly string[]): Buffer {
  if (sealed.length < NONCE + TAG) throw new Error('too short to be sealed');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG }).setAAD(aad(bound));
  decipher.setAuthTag(sealed.subarray(-TAG));
  const plain = decipher.update(sealed.subarray(NONCE, -TAG));
  decipher.final(); // adds no bytes in this mode: it checks the tag
  return plain;
}
