// One route declaration as a request handler: admit, read, wait, take a turn, parse, handle, respond, in this order and nothing else.
import type { ParsedUrlQuery } from 'node:querystring';
import { z } from 'zod';
import { type Access, type OpenFor } from '#domain/kernel/access.ts';
import type { Position } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { Principal, Route, RouteRequest } from '#domain/kernel/route.ts';
import { type Admit, actorOf } from './admit.ts';
import { mustBeProven } from './allowed.ts';
import { bytesReader, mediaCheck, parseJson } from './body.ts';
import { addressOf, type Answering, type Asked, headersOf } from './exchange.ts';
import { commandId, ifMatch, refusePin, waitFor } from './headers.ts';
import type { Kept } from './kept.ts';
import { costOf } from './limits.ts';
import { parsePart } from './parse.ts';
import { correlationOf } from './problem.ts';
import { respond } from './respond.ts';
import type { Params } from './table.ts';
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
  /** How many proxies in front are believed about the client's address. */
  readonly proxies?: number;
};
/** Answers, or rejects without having answered. */
export type Handle = (req: Asked, res: Answering, parts: { readonly params: Params; readonly query: ParsedUrlQuery }) => Promise<void>;

const openNothing: OpenFor = () => async () => {
  throw new HubError('bug', 'access.no-opener', 'This server was made without the means to open anything.');
};
/** A filter that is not declared is refused: whoever misspells one must not believe the list was filtered. Other protocols have their own ways. */
const queryOf = ({ path, method, roles, query }: Route): z.ZodObject | undefined => {
  if (!path.startsWith('/api/')) return query;
  return query?.strict() ?? (method === 'get' && roles !== 'public' ? z.strictObject({}) : undefined);
};
const NO_BODY = new Uint8Array();
const CASE = /^\/api\/cases\/\{id\}/;

export function makeHandler(route: Route, deps: HandlerDeps): Handle {
  const readBytes = bytesReader(route);
  const checkMedia = mediaCheck(route);
  const asks = queryOf(route);
  const name = `${route.method} ${route.path}`;
  const bodyOf = (bytes: Uint8Array) => (route.raw ? bytes : parsePart(route.body, route.body && parseJson(bytes), ''));

  return async (req, res, parts) => {
    const address = addressOf(req, deps.proxies ?? 0);
    const { who, spent } = await deps.admit(route, req, res, address);
    res.locals['tenant'] = who.tenant || undefined;
    const lane = who.tenant || `address ${address}`;
    deps.turns.check(lane);
    const headers = headersOf(req);
    if (route.method !== 'get' && !route.pinned) refusePin(headers);
    const params = parsePart(route.params, parts.params, 'path');
    const query = parsePart(asks, parts.query, 'query');
    const actor = actorOf(who, route);
    const { id } = params as { id?: string };
    const correlationId = correlationOf(res);
    const access: Access = { who, actor, route: name, correlationId, address, ...(id && CASE.test(route.path) && { caseId: id }) };
    const asked = {
      ...{ who, actor, params, query, headers, correlationId },
      open: (deps.openFor ?? openNothing)(access),
      commandId: commandId(headers, who, name),
      ifMatch: ifMatch(headers),
      waitFor: waitFor(headers),
    };
    if (route.body && !route.raw) checkMedia(req);
    const bytes = route.body || route.raw ? await readBytes(req, res) : NO_BODY;
    if (route.waits && asked.waitFor !== undefined) await reached(route.waits, asked.waitFor, who, deps);
    const work = async () => {
      const request = { ...asked, body: bodyOf(bytes) };
      if (typeof route.stepUp === 'function' && route.stepUp(request.body)) mustBeProven(who);
      return route.keeps ? deps.kept.answer(route, request as RouteRequest) : route.handle(request as Parameters<Route['handle']>[0]);
    };
    respond(res, await deps.turns.take(lane, { cost: costOf(route), share: spent.share }, work));
    if (res.statusCode === 304) await spent.giveBack();
  };
}

/** Nobody but an operator commands in another tenant than they read in. */
async function reached(group: string, position: Position, { tenant, roles }: Principal, deps: HandlerDeps): Promise<void> {
  if (await deps.waitFor(group, position, deps.waitMs, roles.includes('operator') ? undefined : tenant || undefined)) return;
  throw new HubError('unavailable', 'view.not-yet', `The view has not reached position ${position} yet; ask again.`, { detail: { retryAfter: 1 } });
}

export const isPinned = (req: Asked): boolean => req.headers['if-match'] !== undefined;
