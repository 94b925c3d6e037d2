// PostgreSQL refuses to run as root. Started by root it runs as another account; started by anybody else, as that one.
import { execFileSync } from 'node:child_process';
import { chownSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** `prefix`: the program and arguments that stand before the engine's; `ids`: what spawn shall change to. */
export type Account = { readonly ids: { uid?: number; gid?: number }; readonly prefix: readonly string[]; own(path: string): void };

const CANDIDATES = ['postgres', 'nobody'];

function passwd(): { name: string; uid: number; gid: number }[] {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  return lines.map((line) => line.split(':')).flatMap(([name, , uid, gid]) => (name && uid ? [{ name, uid: Number(uid), gid: Number(gid) }] : []));
}

/** The owner of an existing cluster stays its owner; else the first candidate this system knows. */
function unprivileged(cluster: string): { uid: number; gid: number } {
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const known = passwd();
  const found = CANDIDATES.map((name) => known.find((entry) => entry.name === name)).find((entry) => entry !== undefined);
  if (!found)
    throw new Error(`PostgreSQL cannot run as root, and this system has none of the accounts ${CANDIDATES.join(', ')}; start the hub as an ordinary user`);
  return found;
}

function reaches(path: string, { uid, gid }: { uid: number; gid: number }): boolean {
  for (let at = path; at !== dirname(at); at = dirname(at)) {
    const { mode, ...owner } = statSync(at);
    const bit = owner.uid === uid ? 0o100 : owner.gid === gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
  }
  return true;
}

/** Lets the account pass folders that are closed to it (a checkout under /root) without being root, by one ambient capability. */
function setpriv({ uid, gid }: { uid: number; gid: number }): string[] {
  for (const capability of ['dac_read_search', 'dac_override']) {
    const change = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', `--inh-caps=+${capability}`, `--ambient-caps=+${capability}`];
    try {
      execFileSync('setpriv', [...change, 'true'], { stdio: 'ignore' });
      return ['setpriv', ...change];
    } catch {}
  }
  throw new Error(
    'PostgreSQL cannot run as root, and its own account may not enter the folders of the hub; move them to a place others may enter, or start the hub as an ordinary user',
  );
}

/** `programs` and `cluster` are the folders the engine must enter; both exist, `cluster` perhaps empty. */
export function accountFor(programs: string, cluster: string): Account {
  if (process.getuid?.() !== 0) return { ids: {}, prefix: [], own: () => {} };
  const ids = unprivileged(cluster);
  const own = (path: string) => chownSync(path, ids.uid, ids.gid);
  if (reaches(programs, ids) && reaches(dirname(cluster), ids)) return { ids: { uid: ids.uid, gid: ids.gid }, prefix: [], own };
  return { ids: {}, prefix: setpriv(ids), own };
}
