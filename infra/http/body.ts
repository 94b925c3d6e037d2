// Reads JSON bodies. The limit holds for the inflated bytes, so a small compressed body cannot become a large one.
import { isUtf8 } from 'node:buffer';
import express, { type Request, type Response } from 'express';
import { HubError } from '#domain/kernel/errors.ts';
import type { Route } from '#domain/kernel/route.ts';
import { unstorable } from './storable.ts';

const DEFAULT_LIMIT = '256kb';
/** What the body parser calls its refusals → ours. */
const REFUSALS: Readonly<Record<string, (limit: string) => HubError>> = {
  'entity.too.large': (limit) => new HubError('too-large', 'request.too-large', `The body is larger than ${limit}.`, { detail: { limit } }),
  'entity.parse.failed': () => new HubError('invalid', 'request.json', 'The body is not JSON.'),
  'encoding.unsupported': () => new HubError('invalid', 'request.encoding', 'Content-Encoding must be gzip, deflate, br or absent.'),
  'charset.unsupported': () => notUtf8(),
};
const notUtf8 = () => new HubError('invalid', 'request.encoding', 'The character set must be UTF-8.');
/** A reader that guesses would put U+FFFD into somebody's name. */
function mustBeUtf8(_req: unknown, _res: unknown, bytes: Buffer, charset: string): void {
  if (charset !== 'utf-8' || !isUtf8(bytes)) throw notUtf8();
}

type Parser = (req: Request, res: Response) => Promise<unknown>;

/** A reader of this route's bodies: the parsed JSON, or an empty object when there is none. */
export function bodyReader(route: Route): Parser {
  const limit = route.maxBody ?? DEFAULT_LIMIT;
  const types = ['application/json', ...(route.consumes ?? [])];
  const parse = express.json({ limit, type: () => true, verify: mustBeUtf8 });
  return async (req, res) => {
    const hasBody = req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
    if (!hasBody) return {};
    if (!req.is(types)) throw new HubError('invalid', 'request.media-type', `The body must be ${types.join(' or ')}.`);
    await new Promise<void>((done, fail) => parse(req, res, (error?: unknown) => (error ? fail(refusal(error, limit)) : done())));
    const faults = unstorable(req.body);
    if (faults.length > 0) throw new HubError('invalid', 'request.invalid', 'The body holds what cannot be stored; each fault names its place.', { faults });
    return req.body;
  };
}

/** A reader of the bytes of this route's bodies, up to the limit; what is encoded is refused, since nobody signs it. */
export function bytesReader(route: Route): (req: Request, res: Response) => Promise<Uint8Array> {
  const limit = route.maxBody ?? DEFAULT_LIMIT;
  const parse = express.raw({ limit, type: () => true, inflate: false });
  return async (req, res) => {
    await new Promise<void>((done, fail) => parse(req, res, (error?: unknown) => (error ? fail(refusal(error, limit)) : done())));
    return Buffer.isBuffer(req.body) ? req.body : new Uint8Array();
  };
}

function refusal(error: unknown, limit: string): unknown {
  if (error instanceof HubError) return error;
  const type = (error as { type?: string }).type ?? '';
  const known = REFUSALS[type];
  if (known) return known(limit);
  const status = (error as { status?: number }).status ?? 500;
  return status < 500 ? new HubError('invalid', 'request.body', 'The body could not be read.', { cause: error }) : error;
}
