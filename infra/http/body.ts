// Reads bodies: first their bytes, which is cheap, and what they say when their turn has come. The limit holds for the inflated bytes, so a
// small compressed body cannot become a large one.
import type { IncomingMessage } from 'node:http';
import express, { type Request, type Response } from 'express';
import { HubError } from '#domain/kernel/errors.ts';
import type { Route } from '#domain/kernel/route.ts';
import type { Answering, Asked } from './exchange.ts';
import { unstorable } from './storable.ts';

const DEFAULT_LIMIT = '256kb';
const UNITS: Readonly<Record<string, number>> = { kb: 1024, mb: 1024 * 1024 };

const tooLarge = (limit: string) => new HubError('too-large', 'request.too-large', `The body is larger than ${limit}.`, { detail: { limit } });
const notDecoded = () => new HubError('invalid', 'request.encoding', 'Content-Encoding must be gzip, deflate, br or absent.');
const notUtf8 = () => new HubError('invalid', 'request.encoding', 'The character set must be UTF-8.');
const notJson = () => new HubError('invalid', 'request.json', 'The body is not JSON.');
const unreadable = (cause: unknown) => new HubError('invalid', 'request.body', 'The body could not be read.', { cause });
/** What the body parser calls its refusals → ours. */
const REFUSALS: Readonly<Record<string, (limit: string) => HubError>> = { 'entity.too.large': tooLarge, 'encoding.unsupported': notDecoded };

type Read = (req: Asked, res: Answering) => Promise<Uint8Array>;
const NOTHING = new Uint8Array();
const isEncoded = ({ headers }: IncomingMessage): boolean => (headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity';
const hasBody = ({ headers }: IncomingMessage): boolean => headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** A reader of the bytes of this route's bodies, up to the limit; empty when there is none. Of a raw route's, what is encoded is refused, since nobody signs it. */
export function bytesReader({ maxBody: limit = DEFAULT_LIMIT, raw }: Pick<Route, 'maxBody' | 'raw'>): Read {
  const most = Number.parseInt(limit, 10) * (UNITS[limit.slice(-2)] ?? 1);
  const inflate = express.raw({ limit, type: () => true });
  return async (req, res) => {
    if (!hasBody(req)) return NOTHING;
    if (!isEncoded(req)) return collect(req, most, () => tooLarge(limit));
    if (raw) throw notDecoded();
    const asked = req as Request;
    await new Promise<void>((done, fail) => inflate(asked, res as Response, (error?: unknown) => (error ? fail(refusal(error, limit)) : done())));
    return asked.body as Buffer;
  };
}

/** All bytes that come; what is too much is let pass, so that the sender gets to read the answer. */
function collect(req: IncomingMessage, most: number, tooMuch: () => HubError): Promise<Uint8Array> {
  if (Number(req.headers['content-length'] ?? 0) > most) return Promise.reject(tooMuch());
  return new Promise((done, fail) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= most) return void chunks.push(chunk);
      chunks.length = 0;
      fail(tooMuch());
    });
    req.once('end', () => done(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    req.once('error', (error) => fail(unreadable(error)));
    req.once('close', () => fail(unreadable(undefined))); // after the end it changes nothing
  });
}

function refusal(error: unknown, limit: string): unknown {
  const known = REFUSALS[(error as { type?: string }).type ?? ''];
  if (known) return known(limit);
  return ((error as { status?: number }).status ?? 500) < 500 ? unreadable(error) : error;
}

const CHARSET = /;\s*charset\s*=\s*"?([^";\s]+)/i;
/** Checks what the body is said to be. */
export function mediaCheck({ consumes = [] }: Pick<Route, 'consumes'>): (req: IncomingMessage) => void {
  const types = ['application/json', ...consumes];
  return (req) => {
    if (!hasBody(req)) return;
    const said = req.headers['content-type'] ?? '';
    if (!types.includes(said.split(';', 1)[0]!.trim().toLowerCase()))
      throw new HubError('invalid', 'request.media-type', `The body must be ${types.join(' or ')}.`);
    if ((CHARSET.exec(said)?.[1] ?? 'utf-8').toLowerCase() !== 'utf-8') throw notUtf8();
  };
}

/** Fails on what is not UTF-8: one that guesses would put U+FFFD into somebody's name. */
const utf8 = new TextDecoder('utf-8', { fatal: true });
function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw notUtf8();
  }
}
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notJson();
  }
}

/** What the bytes say: JSON's object or array; an empty object when there are none. */
export function parseJson(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return {};
  const value = valueOf(textOf(bytes));
  if (typeof value !== 'object' || value === null) throw notJson();
  const faults = unstorable(value);
  if (faults.length > 0) throw new HubError('invalid', 'request.invalid', 'The body holds what cannot be stored; each fault names its place.', { faults });
  return value;
}
