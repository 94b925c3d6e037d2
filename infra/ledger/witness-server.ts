// A witness on HTTP, with its memory in one small file a log: written aside, synced and renamed before it answers.
import { createHash, randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import type { Seen, Witness, WitnessDeps } from '#projections/ledger/witness.ts';

const MOST_BYTES = 256 * 1024;
const seenShape = z.strictObject({ origin: z.string(), size: z.int().min(0), root: z.string() });

export function fileMemory(folder: string): WitnessDeps['memory'] {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const at = (origin: string) => join(folder, `${createHash('sha256').update(origin).digest('hex').slice(0, 40)}.json`);
  return {
    get: async (origin) => {
      if (!existsSync(at(origin))) return undefined;
      const { size, root } = seenShape.parse(JSON.parse(readFileSync(at(origin), 'utf8'))); // a broken file must not count as never seen
      return { size, root };
    },
    put: async (origin, seen: Seen) => {
      const aside = `${at(origin)}.${randomUUID()}`;
      const file = openSync(aside, 'wx', 0o600);
      writeSync(file, JSON.stringify({ origin, ...seen }));
      fsyncSync(file);
      closeSync(file);
      renameSync(aside, at(origin));
      const directory = openSync(folder, 'r');
      fsyncSync(directory);
      closeSync(directory);
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Serves `POST /add-checkpoint`; resolves with the port once it listens. */
export function serveWitness(
  witness: Witness,
  onFault: (error: unknown) => void = console.error,
): { server: Server; listen(port: number, host?: string): Promise<number> } {
  const server = createServer((request, response) => {
    const answer = (status: number, type: string, body: string) => response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    const text = 'text/plain; charset=utf-8';
    if (request.method !== 'POST' || !request.url?.endsWith('/add-checkpoint')) return void answer(404, text, 'a witness answers POST /add-checkpoint\n');
    bodyOf(request)
      .then((body) => (body === undefined ? { status: 413, type: text, body: 'too large\n' } : witness.add(body)))
      .then(({ status, type, body }) => answer(status, type, body))
      .catch((error: unknown) => {
        onFault(error);
        answer(500, text, 'the witness could not decide\n');
      });
  });
  return {
    server,
    listen: (port, host = '127.0.0.1') =>
      new Promise((resolve, fail) => {
        server.once('error', fail);
        server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
      }),
  };
}
