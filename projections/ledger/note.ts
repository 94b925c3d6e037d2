// Signed notes and checkpoints as C2SP words them (signed-note, tlog-checkpoint, tlog-cosignature): text that any such verifier reads.
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { sha256 } from './merkle.ts';

/** The byte that says what kind of signature it is. */
export const KIND = { ed25519: 0x01, cosignature: 0x04, mldsa: 0x06 } as const;
export type Kind = (typeof KIND)[keyof typeof KIND];
/** A public key under its name. `raw`: 32 bytes of Ed25519, or 1,312 of ML-DSA-44. */
export type Verifier = { readonly name: string; readonly kind: Kind; readonly raw: Buffer };
export type SignatureLine = { readonly name: string; readonly id: string; readonly bytes: Buffer; readonly line: string };
export type Note = { readonly text: string; readonly signatures: readonly SignatureLine[] };
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Buffer; readonly extensions: readonly string[] };

const RAW = { [KIND.ed25519]: 32, [KIND.cosignature]: 32, [KIND.mldsa]: 1312 } as const;
const NAME = /^[^\s+\p{Cc}]{1,255}$/u;
const MOST = { bytes: 128 * 1024, signatures: 32 };
export const keyId = ({ name, kind, raw }: Verifier): string =>
  sha256(Buffer.from(`${name}\n`), Buffer.of(kind), raw)
    .subarray(0, 4)
    .toString('hex');
/** `NAME+ID+BASE64`, as verifiers are configured with. */
export const vkey = (verifier: Verifier): string =>
  `${verifier.name}+${keyId(verifier)}+${Buffer.concat([Buffer.of(verifier.kind), verifier.raw]).toString('base64')}`;

const strict64 = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
};

/** Undefined for what is no such key. */
export function parseVkey(text: string): Verifier | undefined {
  const [, name, id, key] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text.trim()) ?? [];
  const bytes = key === undefined ? undefined : strict64(key);
  const kind = bytes?.[0] as Kind | undefined;
  if (name === undefined || !bytes || RAW[kind!] !== bytes.length - 1) return undefined;
  const verifier = { name, kind: kind!, raw: bytes.subarray(1) };
  return keyId(verifier) === id ? verifier : undefined;
}

/** What stands before the raw key in its DER form. */
const SPKI = { 32: Buffer.from('302a300506032b6570032100', 'hex'), 1312: Buffer.from('30820532300b06096086480165030403110382052100', 'hex') };
/** Throws where this Node does not know the algorithm. */
export const publicKeyOf = ({ raw }: Pick<Verifier, 'raw'>): KeyObject =>
  createPublicKey({ key: Buffer.concat([SPKI[raw.length as 32 | 1312], raw]), format: 'der', type: 'spki' });
/** The other way: the bytes behind the algorithm's fixed beginning. */
export const rawOf = (key: KeyObject): Buffer => {
  const der = key.export({ format: 'der', type: 'spki' });
  return der.subarray(der.length < 100 ? SPKI[32].length : SPKI[1312].length);
};

export const signatureLine = (verifier: Verifier, signature: Uint8Array): string =>
  `— ${verifier.name} ${Buffer.concat([Buffer.from(keyId(verifier), 'hex'), signature]).toString('base64')}\n`;

function parseLine(line: string): SignatureLine | undefined {
  const [, name, signature] = /^— (\S+) ([A-Za-z0-9+/]+=*)$/.exec(line) ?? [];
  const bytes = signature === undefined ? undefined : strict64(signature);
  if (!name || !NAME.test(name) || !bytes || bytes.length < 5) return undefined;
  return { name, id: bytes.subarray(0, 4).toString('hex'), bytes: bytes.subarray(4), line: `${line}\n` };
}

/** Undefined for what is no signed note. Says nothing about whether the signatures hold. */
export function parseNote(note: string): Note | undefined {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || note.length > MOST.bytes || !note.endsWith('\n') || /[^\P{Cc}\n]/u.test(note) || !note.isWellFormed()) return undefined;
  const lines = note
    .slice(end + 2, -1)
    .split('\n')
    .map(parseLine);
  if (lines.length > MOST.signatures || lines.some((line) => !line)) return undefined;
  return { text: note.slice(0, end + 1), signatures: lines as SignatureLine[] };
}

const SIZE = /^(0|[1-9]\d{0,14})$/;
export const checkpointText = ({ origin, size, root, extensions }: Checkpoint): string =>
  [origin, String(size), root.toString('base64'), ...extensions].map((line) => `${line}\n`).join('');
/** Undefined for a text that is no checkpoint. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin, size, root, ...rest] = text.split('\n');
  const bytes = root === undefined ? undefined : strict64(root);
  if (!origin || size === undefined || !SIZE.test(size) || bytes?.length !== 32 || rest.pop() !== '' || rest.includes('')) return undefined;
  return { origin, size: Number(size), root: bytes, extensions: rest };
}

const u64 = (n: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(n));
  return bytes;
};
const short = (text: string): Buffer => {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.of(bytes.length), bytes]);
};

/** The bytes that a signature of this kind is made over. `time`: seconds, for cosignatures. */
export function signedBytes({ name, kind }: Pick<Verifier, 'name' | 'kind'>, text: string, time = 0): Buffer {
  if (kind === KIND.ed25519) return Buffer.from(text);
  if (kind === KIND.cosignature) return Buffer.from(`cosignature/v1\ntime ${time}\n${text}`);
  const checkpoint = parseCheckpoint(text);
  if (!checkpoint) throw new TypeError('only a checkpoint can be cosigned');
  return Buffer.concat([Buffer.from('subtree/v1\n\0'), short(name), u64(time), short(checkpoint.origin), u64(0), u64(checkpoint.size), checkpoint.root]);
}

/** The lines of `note` that `verifier` really signed; a cosignature's time is in its first eight bytes. */
export function verifiedBy({ text, signatures }: Note, verifier: Verifier): SignatureLine[] {
  const id = keyId(verifier);
  const holds = ({ bytes }: SignatureLine): boolean => {
    if (verifier.kind === KIND.ed25519) return bytes.length === 64 && verify(null, signedBytes(verifier, text), publicKeyOf(verifier), bytes);
    if (bytes.length !== 8 + (verifier.kind === KIND.mldsa ? 2420 : 64)) return false;
    const time = bytes.readBigUInt64BE(0);
    if (time > Number.MAX_SAFE_INTEGER || (verifier.kind === KIND.mldsa && !parseCheckpoint(text))) return false;
    return verify(null, signedBytes(verifier, text, Number(time)), publicKeyOf(verifier), bytes.subarray(8));
  };
  return signatures.filter((line) => line.name === verifier.name && line.id === id && holds(line));
}
/** Seconds since 1970 of a cosignature. */
export const timeOf = ({ bytes }: SignatureLine): number => Number(bytes.readBigUInt64BE(0));
