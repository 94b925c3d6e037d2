// What the protocol suites share: a server of their own and the official client. EVENTSTORE_URL points them at a real EventStoreDB instead.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import * as assert from 'uvu/assert';
import { type Started, startEventStore } from '../start.ts';
import { errorFields, EventStoreDBClient, jsonEvent, type ResolvedEvent } from './client.ts';

export type Harness = { client: EventStoreDBClient; url: string; port: number; isEmbedded: boolean; server?: Started; close(): Promise<void> };

export async function open(options: { maxAppend?: number; data?: string; options?: readonly string[] } = {}): Promise<Harness> {
  const given = process.env['EVENTSTORE_URL'];
  if (given) {
    const client = EventStoreDBClient.connectionString(given);
    return { client, url: given, port: 0, isEmbedded: false, close: () => client.dispose() };
  }
  const server = await startEventStore(options);
  const client = EventStoreDBClient.connectionString(server.url);
  const close = async () => {
    await client.dispose();
    await server.stop();
  };
  return { client, url: server.url, port: server.port, isEmbedded: true, server, close };
}
export const temporaryFolder = (): { path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), 'eventstore-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

export const aStream = (category = 'test'): string => `${category}-${randomUUID()}`;
export const anEvent = (type = 'Happened', data: Record<string, unknown> = {}, id: string = randomUUID()) => jsonEvent({ id, type, data: data as never });
export const events = (count: number, type = 'Happened') => Array.from({ length: count }, (_, n) => anEvent(type, { n }));

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
export const revisions = async (read: AsyncIterable<ResolvedEvent>): Promise<number[]> => (await all(read)).map((r) => Number(r.event?.revision));
export async function failure(action: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await action;
  } catch (error) {
    return errorFields(error as object);
  }
  return assert.unreachable('should have failed') as never;
}

export async function until(holds: () => boolean | Promise<boolean>, limit = 8000): Promise<void> {
  for (const end = Date.now() + limit; !(await holds()); ) {
    if (Date.now() > end) assert.unreachable(`not so within ${limit} ms: ${String(holds)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
/** Collects what a subscription delivers, and its error. The client's own types of `on` differ between its kinds of subscription. */
export function collect<T = ResolvedEvent>(source: { readonly on: unknown }): { seen: T[]; errors: Error[] } {
  const subscription = source as unknown as Readable;
  const collected = { seen: [] as T[], errors: [] as Error[] };
  subscription.on('data', (item: T) => collected.seen.push(item));
  subscription.on('error', (error: Error) => collected.errors.push(error));
  return collected;
}
