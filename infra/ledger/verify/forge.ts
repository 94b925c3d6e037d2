// Takes a pack apart and puts it together again, as somebody would who wants it to say something else: with a manifest that fits, and
// signed by whatever key they hold.
import { hash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { canonical } from '#projections/ledger/leaf.ts';
import { FORMAT } from '#read-side/evidence/pack.ts';
import { archive, type PackFile } from '#read-side/evidence/tar.ts';

export type Files = Map<string, Buffer>;
export type Line = { event: Record<string, unknown> & { data: Record<string, unknown>; meta: Record<string, unknown> }; index: number; proof: string[] };

export function takeApart(pack: Buffer): Files {
  const tar = gunzipSync(pack);
  const files: Files = new Map();
  for (let at = 0; tar[at] !== 0; ) {
    const path = tar
      .subarray(at, at + 100)
      .toString()
      .replace(/\0.*$/s, '');
    const size = Number.parseInt(tar.subarray(at + 124, at + 135).toString(), 8);
    files.set(path, Buffer.from(tar.subarray(at + 512, at + 512 + size)));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

async function* inOrder(files: Files): AsyncGenerator<PackFile> {
  for (const [path, bytes] of files) yield { path, bytes };
}
export const together = async (files: Files): Promise<Buffer> => Buffer.concat(await Array.fromAsync(archive(inOrder(files))));

/** The pack with a manifest that fits its files, changed by `change`, under a signature by `sign`. */
export async function forged(
  files: Files,
  sign: (text: string) => Promise<string>,
  change: (manifest: Record<string, unknown>) => void = () => undefined,
): Promise<Buffer> {
  const manifest = JSON.parse(String(files.get('manifest.json'))) as Record<string, unknown>;
  const content = [...files].filter(([path]) => !path.startsWith('manifest.'));
  manifest['files'] = content.map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: hash('sha256', bytes) }));
  change(manifest);
  const bytes = Buffer.from(`${canonical(manifest)}\n`);
  const signature = Buffer.from(await sign(`${FORMAT}\n${hash('sha256', bytes)}\n`));
  return together(new Map([...content, ['manifest.json', bytes], ['manifest.sig', signature]]));
}

export const linesIn = (bytes: Buffer): Line[] =>
  bytes
    .toString()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
export const written = (lines: readonly unknown[]): Buffer => Buffer.from(lines.map((line) => `${canonical(line)}\n`).join(''));
