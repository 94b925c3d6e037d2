// A witness on HTTP, with its memory in one small file a log: written aside, synced and renamed before it answers.
import { createHash, randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import type { Seen, Witness, WitnessDeps } from '#projections/ledger/witness.ts';
import { bytesOf } from './bounded.ts';

const MOST_BYTES = 256 * 1024;
const MOST_CONNECTIONS = 256;
/** For a whole request: a hub sends a few kilobytes. */
const TIMEOUT_MS = 10_000;
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

/** Serves `POST /add-checkpoint`; resolves with the port once it listens. */
export function serveWitness(
  witness: Witness,
  { onFault = console.error, timeoutMs = TIMEOUT_MS }: { onFault?: (error: unknown) => void; timeoutMs?: number } = {},
): { server: Server; listen(port: number, host?: string): Promise<number> } {
  const limits = { requestTimeout: timeoutMs, headersTimeout: timeoutMs, connectionsCheckingInterval: Math.min(1000, timeoutMs) };
  const server = createServer(limits, (request, response) => {
    const answer = (status: number, type: string, body: string) => response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    const text = 'text/plain; charset=utf-8';
    if (request.method !== 'POST' || !request.url?.endsWith('/add-checkpoint')) return void answer(404, text, 'a witness answers POST /add-checkpoint\n');
    bytesOf(request, MOST_BYTES)
      .then((body) => (body === undefined ? { status: 413, type: text, body: 'too large\n' } : witness.add(body.toString('utf8'))))
      .then(({ status, type, body }) => answer(status, type, body))
      .catch((error: unknown) => {
        if (request.errored) return; // whoever asked went away, or was too slow
        onFault(error);
        answer(500, text, 'the witness could not decide\n');
      });
  });
  server.maxConnections = MOST_CONNECTIONS;
  return {
    server,
    listen: (port, host = '127.0.0.1') =>
      new Promise((resolve, fail) => {
        server.once('error', fail);
        server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
      }),
  };
}
