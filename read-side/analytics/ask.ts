// One question of an analyst, from the request to the bytes of its answer.
import { z } from 'zod';
import { HubError } from '#domain/kernel/errors.ts';
import type { Answer, Principal } from '#domain/kernel/route.ts';
import { type Analyst, FORMATS, type Format, type Question } from './ports.ts';
import type { Running } from './running.ts';

export const name = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/i, 'letters, digits, underscores');
export const params = z.record(name, z.union([z.string().max(4000), z.number(), z.boolean()])).default({});
export const sql = z.string().trim().min(1).max(65_536);
export const limits = z
  .strictObject({
    seconds: z.int().min(1).max(300).default(30),
    rows: z.int().min(1).max(5_000_000).default(100_000),
    bytes: z
      .int()
      .min(1)
      .max(256 << 20)
      .default(64 << 20),
  })
  .prefault({});
/** Rows for a file leave the hub; rows for a page do not. */
export const isExport = ({ format }: { readonly format: Format }): boolean => format !== 'json';
/** `queryId`: chosen by the caller, who can then cancel it. */
export const how = { queryId: z.uuid().optional(), format: z.enum(FORMATS).default('json'), limits };

type Asked = {
  readonly sql: string;
  readonly params: Question['params'];
  readonly queryId?: string;
  readonly format: Format;
  readonly limits: Question['limits'];
};
export type AskDeps = { readonly analyst: Analyst; readonly running: Running };

/** Bytes as they come; whatever way the reading ends, the question is over then. */
async function* until(body: AsyncIterable<Uint8Array>, end: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } finally {
    end();
  }
}

/** Answers a stream. `queryId` names the question until its last byte is read. */
export async function ask({ analyst, running }: AskDeps, who: Principal, commandId: string, asked: Asked): Promise<Answer> {
  const { sql, params, format, limits, queryId: id = commandId } = asked;
  const controller = running.begin(who, id);
  if (!controller) throw new HubError('conflict', 'analytics.running', 'A query with this id is running already.');
  const end = () => running.end(who, id);
  try {
    const { type, body } = await analyst.ask({ id, tenant: who.tenant, sql, params, limits, signal: controller.signal }, format);
    return { status: 200, headers: { 'content-type': type, 'hub-query-id': id }, body: until(body, end) };
  } catch (error) {
    end();
    throw error;
  }
}
