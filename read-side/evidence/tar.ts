// A .tar.gz with nothing in it that could be otherwise: the same files in the same order are the same archive, so a verifier may refuse
// any byte it did not expect. Files come one by one and only one is held in memory.
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';

export type PackFile = { readonly path: string; readonly bytes: Buffer };
const BLOCK = 512;
/** No time, no flags, no operating system. */
const GZIP_HEADER = Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);

const octal = (n: number, width: number): string => `${n.toString(8).padStart(width - 1, '0')}\0`;
/** A plain file, owned by nobody, of no time. */
export function tarHeader(path: string, size: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  if (Buffer.byteLength(path) > 100) throw new RangeError(`${path} is too long for an archive`);
  const put = (text: string, at: number) => header.write(text, at, 'latin1');
  header.write(path);
  put(octal(0o644, 8) + octal(0, 8) + octal(0, 8) + octal(size, 12) + octal(0, 12), 100);
  put('        0', 148);
  put('ustar\x0000', 257);
  put(
    octal(
      header.reduce((sum, byte) => sum + byte, 0),
      7,
    ),
    148,
  );
  return header;
}

async function* tarOf(files: AsyncIterable<PackFile>): AsyncGenerator<Buffer> {
  for await (const { path, bytes } of files) {
    yield tarHeader(path, bytes.length);
    yield bytes;
    if (bytes.length % BLOCK > 0) yield Buffer.alloc(BLOCK - (bytes.length % BLOCK));
  }
  yield Buffer.alloc(2 * BLOCK);
}

export async function* archive(files: AsyncIterable<PackFile>): AsyncGenerator<Buffer> {
  const source = Readable.from(tarOf(files), { objectMode: false });
  const gzip = createGzip({ level: 6 });
  source.on('error', (error) => gzip.destroy(error));
  try {
    let skip = GZIP_HEADER.length;
    yield GZIP_HEADER;
    for await (const chunk of source.pipe(gzip) as AsyncIterable<Buffer>) {
      const rest = chunk.subarray(Math.min(skip, chunk.length));
      skip -= chunk.length - rest.length;
      if (rest.length > 0) yield rest;
    }
  } finally {
    source.destroy();
    gzip.destroy();
  }
}
