// Who signs for the ledger: a port, so that a key may stand in a file, in Vault or in a machine made for it.
import { KIND, type Kind, signatureLine, signedBytes, type Verifier } from './note.ts';

/** A pair of keys of one time. `mldsa` is missing where the keeper of keys cannot make ML-DSA. */
export type PublicKeys = { readonly id: string; readonly since: string; readonly ed25519: Buffer; readonly mldsa?: Buffer };
export type Signer = {
  /** All keys there have been and that can still sign, the oldest first; the last one signs from now on. */
  keys(): Promise<readonly PublicKeys[]>;
  sign(id: string, algorithm: 'ed25519' | 'ml-dsa-44', message: Buffer): Promise<Buffer>;
};

export const verifiersOf = (name: string, { ed25519, mldsa }: PublicKeys): Verifier[] => [
  { name, kind: KIND.ed25519, raw: ed25519 },
  ...(mldsa ? [{ name, kind: KIND.mldsa, raw: mldsa } as const] : []),
];

const u64 = (n: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(n));
  return bytes;
};

/** One signature line for each verifier; `seconds` is the time that cosignatures state. */
export async function signLines(signer: Signer, id: string, verifiers: readonly Verifier[], text: string, seconds: number): Promise<string> {
  const algorithm = (kind: Kind) => (kind === KIND.mldsa ? 'ml-dsa-44' : 'ed25519');
  const lines = verifiers.map(async (verifier) => {
    const signature = await signer.sign(id, algorithm(verifier.kind), signedBytes(verifier, text, seconds));
    return signatureLine(verifier, verifier.kind === KIND.ed25519 ? signature : Buffer.concat([u64(seconds), signature]));
  });
  return (await Promise.all(lines)).join('');
}

/** A text that is no checkpoint, signed with Ed25519 by one key. */
export async function signText(signer: Signer, key: PublicKeys, name: string, text: string): Promise<string> {
  return `${text}\n${await signLines(signer, key.id, [{ name, kind: KIND.ed25519, raw: key.ed25519 }], text, 0)}`;
}
/** A checkpoint with every signature the newest key can make. */
export async function signCheckpoint(signer: Signer, key: PublicKeys, name: string, text: string, seconds: number): Promise<string> {
  return `${text}\n${await signLines(signer, key.id, verifiersOf(name, key), text, seconds)}`;
}
