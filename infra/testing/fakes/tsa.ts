// A time stamping authority that makes real RFC 3161 tokens under a certificate of its own, and on request answers as none should.
import { generateKeyPairSync, hash, type KeyObject, randomBytes, sign, type X509Certificate } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { algorithm, integer, octets, oid, OID, sequence, tagged, type Value, valueAt, valuesIn } from '../../timestamp/der.ts';
import { ECDSA_SHA256, FOR_TIMESTAMPS, generalizedTime, makeCertificate, nameOf } from './certificate.ts';

export const TSA_FAULTS = [
  ...([
    'wrong-hash',
    'wrong-nonce',
    'no-nonce',
    'wrong-digest',
    'changed-signature',
    'another-signer',
    'not-for-timestamps',
    'expired',
    'without-certificate',
  ] as const),
  ...(['no-token', 'not-der', 'refused', 'status-500', 'cut', 'too-much', 'slow', 'redirect'] as const),
];
export type TsaFault = (typeof TSA_FAULTS)[number];
const [ISSUER, NAME] = ['Fake Root', 'Fake Time'];
const POLICY = '1.3.6.1.4.1.99999.1';
const DAY = 86_400_000;
const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** The authority without a server: a request's DER → a response's DER. */
export function makeAuthority(now: () => Date = () => new Date()) {
  const [root, own, stranger] = [pair(), pair(), pair()];
  const from = new Date(now().getTime() - DAY);
  const to = new Date(now().getTime() + DAY);
  const issued = (use: string | undefined, key: KeyObject, validTo = to): X509Certificate =>
    makeCertificate({ issuer: ISSUER, subject: use ? NAME : ISSUER, key, by: root.privateKey, serial: use ? 2 : 1, from, to: validTo, ...(use && { use }) });
  const [rootCertificate, certificate] = [issued(undefined, root.publicKey), issued(FOR_TIMESTAMPS, own.publicKey)];
  const state = { fault: undefined as TsaFault | undefined, serial: 1 };

  const attribute = (id: string, value: Buffer) => sequence(oid(id), tagged(0x31, value));
  function signedData(info: Buffer, fault: TsaFault | undefined): Buffer {
    const used =
      fault === 'not-for-timestamps'
        ? issued('1.3.6.1.5.5.7.3.1', own.publicKey)
        : fault === 'expired'
          ? issued(FOR_TIMESTAMPS, own.publicKey, from)
          : certificate;
    const digest = hash('sha256', fault === 'wrong-digest' ? 'else' : info, 'buffer');
    const attributes = [
      attribute('1.2.840.113549.1.9.3', oid(OID.tstInfo)),
      attribute('1.2.840.113549.1.9.4', octets(digest)),
      attribute('1.2.840.113549.1.9.16.2.47', sequence(sequence(sequence(octets(hash('sha256', used.raw, 'buffer')))))),
    ].toSorted(Buffer.compare);
    const signature = sign('sha256', tagged(0x31, ...attributes), (fault === 'another-signer' ? stranger : own).privateKey);
    if (fault === 'changed-signature') signature[signature.length - 1]! ^= 1;
    const signer = sequence(
      integer(1),
      sequence(nameOf(ISSUER), integer(2)),
      algorithm(OID.sha256),
      tagged(0xa0, ...attributes),
      algorithm(ECDSA_SHA256),
      octets(signature),
    );
    const certificates = fault === 'without-certificate' ? [] : [tagged(0xa0, used.raw)];
    const encapsulated = sequence(oid(OID.tstInfo), tagged(0xa0, octets(info)));
    const content = sequence(integer(3), tagged(0x31, algorithm(OID.sha256)), encapsulated, ...certificates, tagged(0x31, signer));
    return sequence(oid(OID.signedData), tagged(0xa0, content));
  }

  return {
    state,
    /** PEM of who issued the authority's certificate, and of its own. */
    root: rootCertificate.toString(),
    certificate: certificate.toString(),
    respond(request: Buffer, fault = state.fault): Buffer {
      const [, imprint, ...more] = valuesIn(valueAt(request)!.body)!;
      const asked = more.find(({ tag }) => tag === 0x02) as Value;
      if (fault === 'refused') return sequence(sequence(integer(2), sequence(tagged(0x0c, Buffer.from('no more today')))));
      if (fault === 'no-token') return sequence(sequence(integer(0)));
      if (fault === 'not-der') return randomBytes(200);
      const about = fault === 'wrong-hash' ? sequence(algorithm(OID.sha256), octets(randomBytes(32))) : imprint!.raw;
      const nonce = fault === 'wrong-nonce' ? [integer(7)] : fault === 'no-nonce' ? [] : [asked.raw];
      const info = sequence(integer(1), oid(POLICY), about, integer((state.serial += 1)), generalizedTime(now()), ...nonce);
      return sequence(sequence(integer(0)), signedData(info, fault));
    },
  };
}

/** `slow` never answers by itself. */
export async function startFakeTsa() {
  const authority = makeAuthority();
  const asked: Buffer[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    asked.push(Buffer.concat(parts));
    const { fault } = authority.state;
    const headers = { 'content-type': 'application/timestamp-reply' };
    if (fault === 'slow') return;
    if (fault === 'status-500') return void response.writeHead(500).end('no');
    if (fault === 'redirect') return void response.writeHead(302, { location: '/elsewhere' }).end();
    if (fault === 'too-much') return void response.writeHead(200, headers).end(Buffer.alloc(2 ** 20));
    const bytes = authority.respond(asked.at(-1)!);
    if (fault !== 'cut') return void response.writeHead(200, headers).end(bytes);
    response.writeHead(200, { ...headers, 'content-length': bytes.length });
    response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    ...authority,
    asked: asked as readonly Buffer[],
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsa`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
