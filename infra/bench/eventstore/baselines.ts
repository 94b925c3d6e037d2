// The figures beside which the event store's own are printed: disk, LMDB, gRPC, the client alone, and an event store on PostgreSQL.
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { EventStoreDBClient } from '@eventstore/db-client';
import { Client, credentials } from '@grpc/grpc-js';
import { open } from 'lmdb';
import { startPostgres } from '../../embedded/postgres/start.ts';
import { ECHO, IDLE_EVENTS } from './peers.ts';

/** Runs `work` with `inFlight` under way for `seconds`. Answers how many were done per second. */
export async function loaded(inFlight: number, seconds: number, work: (slot: number) => Promise<unknown>): Promise<number> {
  const began = performance.now();
  const until = began + seconds * 1000;
  let done = 0;
  const worker = async (slot: number) => {
    for (; performance.now() < until; done++) await work(slot);
  };
  await Promise.all(Array.from({ length: inFlight }, (_, slot) => worker(slot)));
  return done / ((performance.now() - began) / 1000);
}

/** Syncs of a 512-byte append per second: the floor under any lone durable write. */
export function fdatasyncs(folder: string, seconds: number): number {
  const handle = openSync(join(folder, 'fdatasync'), 'w');
  const block = Buffer.alloc(512, 1);
  const began = performance.now();
  let count = 0;
  for (; performance.now() - began < seconds * 1000; count++) {
    writeSync(handle, block);
    fdatasyncSync(handle);
  }
  closeSync(handle);
  return count / ((performance.now() - began) / 1000);
}

/** Durable puts of 430 bytes into bare LMDB: one per commit when 1 is in flight, else as many as wait. */
export async function lmdbPuts(folder: string, inFlight: number, seconds: number): Promise<number> {
  const db = open<Buffer, number>({ path: join(folder, `lmdb-${inFlight}`), encoding: 'binary', keyEncoding: 'uint32', overlappingSync: false });
  const value = Buffer.alloc(430, 1);
  let key = 0;
  const rate = await loaded(inFlight, seconds, () => db.put(key++, value));
  await db.close();
  return rate;
}

type Ports = { echo: number; idle: number };
/** A bare gRPC stream echo of 420 bytes, and what the official client can decode from a server that does nothing. */
export async function peers(seconds: number): Promise<{ echo(inFlight: number): Promise<number>; decode(): Promise<number>; stop(): Promise<void> }> {
  const child = fork(fileURLToPath(new URL('./peers.ts', import.meta.url)));
  const ports = await new Promise<Ports>((resolve) => child.once('message', (message) => resolve(message as Ports)));
  const client = new Client(`127.0.0.1:${ports.echo}`, credentials.createInsecure());
  const official = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${ports.idle}?tls=false`);
  return {
    async echo(inFlight) {
      const call = client.makeBidiStreamRequest<Buffer, Buffer>(ECHO.path, ECHO.requestSerialize, ECHO.responseDeserialize);
      const waiting: (() => void)[] = [];
      call.on('data', () => waiting.shift()!());
      const message = Buffer.alloc(420, 1);
      const rate = await loaded(inFlight, seconds, () => new Promise<void>((resolve) => (waiting.push(resolve), call.write(message))));
      call.end();
      return rate;
    },
    async decode() {
      const began = performance.now();
      let seen = 0;
      for await (const _ of official.readStream('bench-long')) seen++;
      if (seen !== IDLE_EVENTS) throw new Error(`${seen} events`);
      return seen / ((performance.now() - began) / 1000);
    },
    async stop() {
      client.close();
      await official.dispose();
      child.disconnect();
    },
  };
}

export type Emmett = { append(inFlight: number, batch: number, seconds: number): Promise<number>; read(): Promise<number>; stop(): Promise<void> };
/** The event store of emmett-postgresql on the embedded PostgreSQL. */
export async function emmett(folder: string): Promise<Emmett> {
  const postgres = await startPostgres({ data: join(folder, 'postgres') });
  const store = getPostgreSQLEventStore(postgres.url);
  await store.schema.migrate();
  const anEvent = () => ({ type: 'Measured' as const, data: { text: 'x'.repeat(180), n: 1 }, metadata: { tenant: 'bench', at: 1 } });
  const streams = new Map<number, string>();
  return {
    async append(inFlight, batch, seconds) {
      for (let slot = 0; slot < inFlight; slot++) streams.set(slot, `bench-${randomUUID()}`);
      return batch * (await loaded(inFlight, seconds, (slot) => store.appendToStream(streams.get(slot)!, Array.from({ length: batch }, anEvent))));
    },
    async read() {
      const stream = `bench-${randomUUID()}`;
      for (let i = 0; i < 20; i++) await store.appendToStream(stream, Array.from({ length: 500 }, anEvent));
      const began = performance.now();
      const { events } = await store.readStream(stream);
      return events.length / ((performance.now() - began) / 1000);
    },
    async stop() {
      await store.close();
      await postgres.stop();
    },
  };
}
