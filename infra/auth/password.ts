// Password hashes: argon2id, 19 MiB, two passes (OWASP's minimum), about 30 ms on a thread of its own.
import { hash, type Options, verify } from '@node-rs/argon2';

const ARGON2ID = 2; // the package's const enum cannot be imported under type stripping
const COST: Options = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), COST);

/** A check that takes as long without a hash as with one. */
export function makeVerifyPassword(): (hashed: string | undefined, password: string) => Promise<boolean> {
  const nobody = hashPassword('no member has this one'); // made now, so that the first stranger waits no longer than the next
  return async (hashed, password) => {
    const fits = await verify(hashed ?? (await nobody), password.normalize('NFKC'));
    return hashed !== undefined && fits;
  };
}
