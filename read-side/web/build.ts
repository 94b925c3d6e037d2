// The only built part of the hub. Everything else is run as written.
import { execFile } from 'node:child_process';
import { glob, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const DIST = join(HERE, 'dist');
const SOURCES = ['index.html', 'vite.config.ts', 'src/**/*', '../../package-lock.json', '../../domain/{case,conversation}/*.ts'];

const changedAt = async (path: string): Promise<number> => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;

async function newestSource(): Promise<number> {
  let newest = 0;
  for await (const path of glob(SOURCES, { cwd: HERE })) newest = Math.max(newest, await changedAt(join(HERE, path)));
  return newest;
}

/** True when the built dashboard is missing or older than what it is made from. */
export const isStale = async (): Promise<boolean> => (await newestSource()) > (await changedAt(join(DIST, 'index.html')));

/** Vite sets NODE_ENV in the process that runs it, and keeps 200 MB: so it gets one of its own. */
const viteBuild = (outDir: string): Promise<unknown> => {
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  return promisify(execFile)(process.execPath, [vite, 'build', '--config', join(HERE, 'vite.config.ts'), '--outDir', outDir], { cwd: HERE });
};

/** Builds the dashboard into `read-side/web/dist` when its sources are newer; about 2 s, else a few milliseconds. */
export async function buildWeb(): Promise<void> {
  if (!(await isStale())) return;
  const fresh = join(HERE, '.tmp', String(process.pid)); // beside, then swapped in: another hub may be serving or building at this moment
  try {
    await viteBuild(fresh);
    await rm(DIST, { recursive: true, force: true });
    await rename(fresh, DIST);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (await isStale()) throw error; // else another hub was faster
  }
}

if (import.meta.main) await buildWeb();
