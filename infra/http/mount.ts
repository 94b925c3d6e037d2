// The declared routes as one function of a request, with 405 for a known path and an unknown method.
import { parse } from 'node:querystring';
import type { Route } from '#domain/kernel/route.ts';
import { type AllowsOrigin, isForWidgets, preflight } from './cors.ts';
import { type Answering, type Asked, urlOf } from './exchange.ts';
import { type HandlerDeps, type Handle, makeHandler } from './handler.ts';
import { sendProblem } from './problem.ts';
import { makeTable, type Table } from './table.ts';

type Deps = HandlerDeps & { readonly allowsOrigin?: AllowsOrigin; readonly onError: (error: unknown, req: Asked, res: Answering) => void };
type Method = Uppercase<Route['method']> | 'OPTIONS';

const upper = ({ method }: Route): Method => method.toUpperCase() as Method;
/** Answers hold personal and health data. */
const isPrivate = (path: string): boolean => /^\/(api|fhir)(\/|$)/i.test(path);

/** Answers true when the request is for a declared path, and then answers it; two declarations of the same method and path are a defect and throw. */
export function mountRoutes(routes: readonly Route[], deps: Deps): (req: Asked, res: Answering) => boolean {
  const tables = new Map<string, Table<Handle>>();
  const add = (method: Method, path: string, handle: Handle) => {
    const table = tables.get(method) ?? makeTable<Handle>();
    tables.set(method, table);
    table.add(path, handle);
  };
  for (const route of routes) add(upper(route), route.path, named(route, makeHandler(route, deps)));
  if (deps.allowsOrigin) for (const [path, methods] of openToWidgets(routes)) add('OPTIONS', path, preflight(deps.allowsOrigin, methods));

  const find = (method: string, path: string) => tables.get(method === 'HEAD' ? 'GET' : method)?.find(path);
  const methodsAt = (path: string) => [...tables.keys()].filter((method) => method !== 'OPTIONS' && find(method, path));

  return (req, res) => {
    const { path, search } = partsOf(urlOf(req));
    try {
      const found = find(req.method ?? '', path);
      const allow = found ? [] : methodsAt(path);
      if (!found && allow.length === 0) return false;
      if (isPrivate(path)) res.setHeader('Cache-Control', 'no-store');
      if (!found) refuseMethod(req, res, allow);
      else void found.value(req, res, { params: found.params, query: parse(search) }).catch((error: unknown) => deps.onError(error, req, res));
    } catch (error) {
      deps.onError(error, req, res);
    }
    return true;
  };
}

const partsOf = (url: string): { path: string; search: string } => {
  const at = url.indexOf('?');
  return at < 0 ? { path: url, search: '' } : { path: url.slice(0, at), search: url.slice(at + 1) };
};

/** Unmatched requests are counted together, a matched one by its template. */
const named =
  ({ path }: Route, handle: Handle): Handle =>
  (req, res, parts) => {
    res.locals['route'] = path;
    return handle(req, res, parts);
  };

/** Path → methods that a widget may use. */
const openToWidgets = (routes: readonly Route[]): Map<string, string[]> =>
  new Map([...Map.groupBy(routes.filter(isForWidgets), ({ path }) => path)].map(([path, open]) => [path, open.map(upper)]));

function refuseMethod({ method }: Asked, res: Answering, allow: readonly string[]): void {
  res.setHeader('Allow', allow.join(', '));
  sendProblem(res, 405, { code: 'request.method', detail: `This path answers ${allow.join(', ')}, not ${method}.` });
}
