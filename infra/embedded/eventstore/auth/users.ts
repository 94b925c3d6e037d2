// Who may sign in. Users are configured when the server starts; there are no built-in passwords.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';

export type User = { readonly name: string; readonly groups: readonly string[] };
/** Answers whose password this is, or undefined. */
export type Users = { check(name: string, password: string): User | undefined };

export const ADMINS = '$admins';
export const OPS = '$ops';
/** Accounts that every server has, and that must be given a password. */
const REQUIRED: Readonly<Record<string, string>> = { admin: ADMINS, ops: OPS };

/** One `name:password[:group,group]`; groups may be `$admins` and `$ops`, and names that stream ACLs use. */
function parse(line: string): User & { password: string } {
  const [name = '', password = '', groups = ''] = line.split(':');
  if (name === '' || password === '') throw new Error(`a user is given as name:password[:groups], which '${name}' is not`);
  const all = [REQUIRED[name], ...groups.split(',')].filter((group): group is string => Boolean(group?.trim()));
  return { name, password, groups: all.map((group) => group.trim()) };
}
/** Lines of a users file: blank lines and lines that start with # are left out. */
export const readUsersFile = (path: string): string[] =>
  readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));

/** Keeps only keyed digests of the passwords. Throws when a line is malformed, or `admin` or `ops` has no password. */
export function makeUsers(lines: readonly string[]): Users {
  const key = randomBytes(32);
  const digest = (password: string): Buffer => createHmac('sha256', key).update(password).digest();
  const known = new Map(
    lines.map(parse).map(({ password, ...user }) => {
      return [user.name, { user, digest: digest(password) }];
    }),
  );
  for (const name of Object.keys(REQUIRED)) if (!known.has(name)) throw new Error(`user '${name}' needs a password: there is no default`);
  const nobody = digest(randomBytes(16).toString('hex'));
  return {
    check(name, password) {
      const found = known.get(name);
      return timingSafeEqual(found?.digest ?? nobody, digest(password)) ? found?.user : undefined;
    },
  };
}
