// Keeps package-lock.json valid on every platform: npm drops optional platform packages that the registry in use does not
// serve, and `npm ci` then refuses the lock elsewhere. `node infra/checks/lockfile.ts --fix` writes the missing entries back.
import { readFileSync, writeFileSync } from 'node:fs';

type Entry = { version?: string; optional?: boolean; os?: string[]; cpu?: string[]; optionalDependencies?: Record<string, string> };
type Lock = { packages: Record<string, Entry> };

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'win', 'windows'] as const;
const CPUS = ['arm64', 'x64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x'] as const;

/** The optional packages that some entry asks for and no entry provides, with the version asked for. */
export function missingOptionals(lock: Lock): Map<string, string> {
  const present = new Set(Object.keys(lock.packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 13)));
  const missing = new Map<string, string>();
  for (const entry of Object.values(lock.packages))
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) if (!present.has(name)) missing.set(name, version);
  return missing;
}

const platformOf = (name: string) => {
  const parts = name.slice(name.lastIndexOf('/') + 1).split('-');
  const system = SYSTEMS.find((s) => parts.includes(s)) ?? 'linux';
  return { os: [system.startsWith('win') ? 'win32' : system], cpu: [CPUS.find((c) => parts.includes(c)) ?? 'x64'] };
};

function withMissing(lock: Lock): Lock {
  const added = [...missingOptionals(lock)].map(([name, version]) => [`node_modules/${name}`, { version, ...platformOf(name), optional: true }]);
  const all = [...Object.entries(lock.packages), ...(added as [string, Entry][])];
  return { ...lock, packages: Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

export const readLock = (): Lock => JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;

if (import.meta.main) {
  const lock = readLock();
  const missing = missingOptionals(lock);
  if (process.argv.includes('--fix')) writeFileSync('package-lock.json', `${JSON.stringify(withMissing(lock), null, 2)}\n`);
  console.log(`${missing.size} optional packages ${process.argv.includes('--fix') ? 'written back' : 'missing from the lock'}`);
  if (missing.size > 0 && !process.argv.includes('--fix')) process.exitCode = 1;
}
