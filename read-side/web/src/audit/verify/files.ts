// A log's public files, as far as somebody who may lie is let: so many bytes and so long, and from nowhere else.
import { type Bytes, join } from './bytes.ts';
import type { FetchFile } from './tiles.ts';

const MOST_BYTES = 128 * 1024;
const TIMEOUT_MS = 20_000;

async function bytesOf(body: ReadableStream<Uint8Array>): Promise<Bytes> {
  const reader = body.getReader();
  const parts: Uint8Array[] = [];
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return join(...parts);
    size += value.length;
    if (size > MOST_BYTES) {
      void reader.cancel().catch(() => undefined);
      throw new Error('more than a file of a log may hold');
    }
    parts.push(value);
  }
}

/** The file under a path of the log at `address`; the checkpoint never from a cache, and nothing with the session. */
export const makeFetchFile =
  (address: string, timeoutMs = TIMEOUT_MS): FetchFile =>
  async (path) => {
    const cache = path === 'checkpoint' ? 'no-store' : 'default';
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await fetch(`${address}/${path}`, { credentials: 'omit', redirect: 'error', cache, signal });
      if (!answer.ok || !answer.body) throw new Error(`answered ${answer.status}`);
      return await bytesOf(answer.body);
    } catch (error) {
      throw new Error(`${address}/${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  };
