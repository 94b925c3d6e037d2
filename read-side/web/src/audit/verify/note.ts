// Signed notes and checkpoints (C2SP) in a browser: Ed25519 by WebCrypto.
import { base64, type Bytes, hex, sha256, utf8 } from './bytes.ts';

export type Signature = { readonly name: string; readonly id: string; readonly bytes: Bytes };
export type Note = { readonly text: string; readonly signatures: readonly Signature[] };
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Bytes };
export type Key = { readonly name: string; readonly id: string; readonly kind: number; readonly raw: Bytes };
export const ED25519 = 1;
const MOST = { letters: 128 * 1024, signatures: 64 };

function signatureIn(line: string): Signature | undefined {
  const [, name, text] = /^— (\S+) ([A-Za-z0-9+/]+=*)$/.exec(line) ?? [];
  const bytes = text === undefined ? undefined : base64(text);
  return name === undefined || !bytes || bytes.length < 5 ? undefined : { name, id: hex(bytes.subarray(0, 4)), bytes: bytes.slice(4) };
}

/** Undefined for what is no signed note. */
export function parseNote(note: unknown): Note | undefined {
  if (typeof note !== 'string' || note.length > MOST.letters) return undefined;
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) return undefined;
  const signatures = note
    .slice(end + 2, -1)
    .split('\n')
    .map(signatureIn);
  return signatures.includes(undefined) || signatures.length > MOST.signatures
    ? undefined
    : { text: note.slice(0, end + 1), signatures: signatures as Signature[] };
}

/** Undefined for a text that is no checkpoint. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin, size, root] = text.split('\n');
  const bytes = root === undefined ? undefined : base64(root);
  return !origin || !/^(0|[1-9]\d{0,14})$/.test(size ?? '') || bytes?.length !== 32 ? undefined : { origin, size: Number(size), root: bytes };
}

/** Undefined for what is no verifier key, or whose id is not that of its bytes. */
export async function parseKey(text: string): Promise<Key | undefined> {
  const [, name, id, key] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(String(text).trim()) ?? [];
  const bytes = key === undefined ? undefined : base64(key);
  if (name === undefined || !bytes || bytes.length < 2) return undefined;
  const found = await sha256(utf8(`${name}\n`), bytes);
  return hex(found.subarray(0, 4)) === id ? { name, id, kind: bytes[0]!, raw: bytes.slice(1) } : undefined;
}

/** `unable` where this browser does not know Ed25519. */
export async function signedBy({ text, signatures }: Note, key: Key): Promise<'signed' | 'not-signed' | 'unable'> {
  const line = signatures.find(({ name, id }) => name === key.name && id === key.id);
  if (!line || key.kind !== ED25519 || key.raw.length !== 32) return 'not-signed';
  const own = await crypto.subtle.importKey('raw', key.raw, 'Ed25519', false, ['verify']).catch(() => undefined);
  if (!own) return 'unable';
  return (await crypto.subtle.verify('Ed25519', own, line.bytes, utf8(text))) ? 'signed' : 'not-signed';
}
