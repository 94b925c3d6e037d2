// Is this release what the holder of a trusted key signed? The device asks the same again before it starts from it.
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type Manifest, manifestText } from '#domain/firmware/manifest.ts';
import { HubError } from '#domain/kernel/errors.ts';

const refused = () =>
  new HubError('invalid', 'firmware.key-invalid', 'Not a P-256 public key.', {
    faults: [{ path: 'publicKey', message: 'base64 of the SPKI form of a P-256 key' }],
  });

function read(publicKey: string): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  } catch {
    throw refused();
  }
}

/** SHA-256 (hex) of the key's SPKI form. Throws `invalid` for anything but P-256. */
export function keyIdOf(publicKey: string): string {
  const key = read(publicKey);
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw refused();
  return createHash('sha256')
    .update(key.export({ format: 'der', type: 'spki' }))
    .digest('hex');
}

export const isSigned = (manifest: Manifest, signature: string, publicKey: string): boolean =>
  verify('sha256', Buffer.from(manifestText(manifest)), read(publicKey), Buffer.from(signature, 'base64'));
