// An answer on the wire: revision and position become headers, so that every client can pin and wait without reading bodies.
import type { Response } from 'express';
import type { Answer } from '#domain/kernel/route.ts';
import { sendProblem } from './problem.ts';

type Body = { readonly revision?: unknown; readonly position?: unknown; readonly code?: unknown; readonly detail?: unknown };
const shape = (body: unknown): Body => (typeof body === 'object' && body !== null ? body : {});

function head(res: Response, answer: Answer): void {
  const { revision, position } = shape(answer.body);
  if (typeof revision === 'number') res.set('ETag', `"${revision}"`);
  if (typeof position === 'string') res.set('Hub-Position', position);
  if (answer.headers) res.set(answer.headers as Record<string, string>);
}

/** Sends JSON unless the answer names its own type; an error answer of a route becomes a whole problem. */
export function respond(res: Response, answer: Answer): void {
  head(res, answer);
  const body = shape(answer.body);
  const ownType = Object.keys(answer.headers ?? {}).some((name) => name.toLowerCase() === 'content-type');
  if (answer.status >= 400 && !ownType && typeof body.code === 'string') {
    const { code, detail, ...more } = body;
    return sendProblem(res, answer.status, { code: code as string, detail: typeof detail === 'string' ? detail : (code as string), more });
  }
  res.status(answer.status);
  if (answer.body === undefined) return void res.end();
  if (ownType && typeof answer.body === 'string') return void res.send(answer.body);
  if (!ownType) res.type('application/json');
  res.send(JSON.stringify(answer.body));
}
