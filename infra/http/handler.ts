// One route declaration as a request handler: admit, read, wait, handle, respond, in this order and nothing else.
import type { Request, RequestHandler } from 'express';
import type { Position } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { Route } from '#domain/kernel/route.ts';
import { actorOf, admit, type Verify } from './admit.ts';
import { bodyReader } from './body.ts';
import { commandId, ifMatch, waitFor } from './headers.ts';
import type { Limits } from './limits.ts';
import { parsePart } from './parse.ts';
import { correlationOf } from './problem.ts';
import { respond } from './respond.ts';

/** Whether the projection group reached the position within `ms`. */
export type WaitFor = (group: string, position: Position, ms: number) => Promise<boolean>;
export type HandlerDeps = { readonly verify: Verify; readonly waitFor: WaitFor; readonly limits: Limits; readonly waitMs: number };

export function makeHandler(route: Route, deps: HandlerDeps): RequestHandler {
  const readBody = bodyReader(route);
  const name = `${route.method} ${route.path}`;
  return async (req, res) => {
    const who = await admit(route, req, deps);
    res.locals['tenant'] = who.tenant || undefined;
    const headers = req.headers as Record<string, string | undefined>;
    const params = parsePart(route.params, req.params, 'path');
    const query = parsePart(route.query, req.query, 'query');
    const request = {
      who,
      actor: actorOf(who, route),
      params,
      query,
      headers,
      correlationId: correlationOf(res),
      commandId: commandId(headers, who, name),
      ifMatch: ifMatch(headers),
      waitFor: waitFor(headers),
      body: parsePart(route.body, route.body ? await readBody(req, res) : undefined, ''),
    };
    if (route.waits && request.waitFor !== undefined) await reached(route.waits, request.waitFor, deps);
    respond(res, await route.handle(request as Parameters<Route['handle']>[0]));
  };
}

async function reached(group: string, position: Position, deps: HandlerDeps): Promise<void> {
  if (await deps.waitFor(group, position, deps.waitMs)) return;
  throw new HubError('unavailable', 'view.not-yet', `The view has not reached position ${position} yet; ask again.`, { detail: { retryAfter: 1 } });
}

export const isPinned = (req: Request): boolean => req.headers['if-match'] !== undefined;
