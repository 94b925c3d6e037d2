// Certificates made on the spot, for servers and authorities that tests pretend to be.
import { type KeyObject, sign, X509Certificate } from 'node:crypto';
import { algorithm, boolean, integer, octets, oid, sequence, tagged } from '../../timestamp/der.ts';

export const ECDSA_SHA256 = '1.2.840.10045.4.3.2';
export const FOR_TIMESTAMPS = '1.3.6.1.5.5.7.3.8';
type Wanted = {
  readonly subject: string;
  readonly issuer: string;
  readonly key: KeyObject;
  readonly by: KeyObject;
  readonly serial: number;
  readonly from: Date;
  readonly to: Date;
  /** The one use; absent: it issues others. */
  readonly use?: string;
};

export const nameOf = (common: string): Buffer => sequence(tagged(0x31, sequence(oid('2.5.4.3'), tagged(0x0c, Buffer.from(common)))));
export const generalizedTime = (at: Date): Buffer => tagged(0x18, Buffer.from(`${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`));
const extension = (id: string, value: Buffer): Buffer => sequence(oid(id), boolean(true), octets(value));
const bits = (bytes: Buffer, unused = 0): Buffer => tagged(0x03, Buffer.of(unused), bytes);

export function makeCertificate({ subject, issuer, key, by, serial, from, to, use }: Wanted): X509Certificate {
  const uses = use
    ? [extension('2.5.29.15', bits(Buffer.of(0x80), 7)), extension('2.5.29.37', sequence(oid(use)))]
    : [extension('2.5.29.15', bits(Buffer.of(0x04), 2))];
  const toBeSigned = sequence(
    tagged(0xa0, integer(2)),
    integer(serial),
    algorithm(ECDSA_SHA256),
    nameOf(issuer),
    sequence(generalizedTime(from), generalizedTime(to)),
    nameOf(subject),
    key.export({ format: 'der', type: 'spki' }),
    tagged(0xa3, sequence(extension('2.5.29.19', use ? sequence() : sequence(boolean(true))), ...uses)),
  );
  return new X509Certificate(sequence(toBeSigned, algorithm(ECDSA_SHA256), bits(sign('sha256', toBeSigned, by))));
}
