// One route declaration as a request handler: admit, read, wait, take a turn, handle, respond, in this order and nothing else.
import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { type Access, type OpenFor } from '#domain/kernel/access.ts';
import type { Position } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { Principal, Route, RouteRequest } from '#domain/kernel/route.ts';
import { type Admit, actorOf } from './admit.ts';
import { mustBeProven } from './allowed.ts';
import { bodyReader, bytesReader } from './body.ts';
import { commandId, ifMatch, refusePin, waitFor } from './headers.ts';
import type { Kept } from './kept.ts';
import { costOf } from './limits.ts';
import { parsePart } from './parse.ts';
import { correlationOf } from './problem.ts';
import { respond } from './respond.ts';
import type { Turns } from './turns.ts';

/** Whether the projection group reached the position within `ms`, for one tenant or for all. */
export type WaitFor = (group: string, position: Position, ms: number, tenant?: string) => Promise<boolean>;
export type HandlerDeps = {
  readonly admit: Admit;
  readonly turns: Turns;
  readonly kept: Pick<Kept, 'answer'>;
  readonly waitFor: WaitFor;
  readonly waitMs: number;
  readonly openFor?: OpenFor;
};

const openNothing: OpenFor = () => async () => {
  throw new HubError('bug', 'access.no-opener', 'This server was made without the means to open anything.');
};
/** A filter that is not declared is refused: whoever misspells one must not believe the list was filtered. Other protocols have their own ways. */
const queryOf = ({ path, method, roles, query }: Route): z.ZodObject | undefined => {
  if (!path.startsWith('/api/')) return query;
  return query?.strict() ?? (method === 'get' && roles !== 'public' ? z.strictObject({}) : undefined);
};
const CASE = /^\/api\/cases\/\{id\}/;

export function makeHandler(route: Route, deps: HandlerDeps): RequestHandler {
  const readBody = bodyReader(route);
  const readBytes = bytesReader(route);
  const asks = queryOf(route);
  const name = `${route.method} ${route.path}`;
  return async (req, res) => {
    const { who, spent } = await deps.admit(route, req, res);
    res.locals['tenant'] = who.tenant || undefined;
    const lane = who.tenant || `address ${req.ip}`;
    deps.turns.check(lane);
    const headers = req.headers as Record<string, string | undefined>;
    if (route.method !== 'get' && !route.pinned) refusePin(headers);
    const params = parsePart(route.params, req.params, 'path');
    const query = parsePart(asks, req.query, 'query');
    const actor = actorOf(who, route);
    const { id } = params as { id?: string };
    const access: Access = { who, actor, route: name, correlationId: correlationOf(res), address: req.ip, ...(id && CASE.test(route.path) && { caseId: id }) };
    const request = {
      who,
      actor,
      open: (deps.openFor ?? openNothing)(access),
      params,
      query,
      headers,
      correlationId: correlationOf(res),
      commandId: commandId(headers, who, name),
      ifMatch: ifMatch(headers),
      waitFor: waitFor(headers),
      body: route.raw ? await readBytes(req, res) : parsePart(route.body, route.body ? await readBody(req, res) : undefined, ''),
    };
    if (typeof route.stepUp === 'function' && route.stepUp(request.body)) mustBeProven(who);
    if (route.waits && request.waitFor !== undefined) await reached(route.waits, request.waitFor, who, deps);
    const turn = { cost: costOf(route), share: spent.share };
    const work = () => (route.keeps ? deps.kept.answer(route, request as RouteRequest) : route.handle(request as Parameters<Route['handle']>[0]));
    respond(res, await deps.turns.take(lane, turn, work));
    if (res.statusCode === 304) await spent.giveBack();
  };
}

/** Nobody but an operator commands in another tenant than they read in. */
async function reached(group: string, position: Position, { tenant, roles }: Principal, deps: HandlerDeps): Promise<void> {
  if (await deps.waitFor(group, position, deps.waitMs, roles.includes('operator') ? undefined : tenant || undefined)) return;
  throw new HubError('unavailable', 'view.not-yet', `The view has not reached position ${position} yet; ask again.`, { detail: { retryAfter: 1 } });
}

export const isPinned = (req: Request): boolean => req.headers['if-match'] !== undefined;
