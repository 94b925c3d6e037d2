// Puts route declarations on the express application, with 405 for a known path and an unknown method.
import type { Express } from 'express';
import type { Route } from '#domain/kernel/route.ts';
import { type AllowsOrigin, isForWidgets, preflight } from './cors.ts';
import { type HandlerDeps, makeHandler } from './handler.ts';
import { sendProblem } from './problem.ts';

/** `/api/cases/{id}` → `/api/cases/:id`. */
export const toExpress = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');
/** Fixed segments before parameters, so that `/fhir/metadata` wins over `/fhir/{type}`. */
const order = (path: string): string => path.replaceAll(/\{\w+\}/g, '\uffff');

/** Mounts all routes; two declarations of the same method and path are a defect and throw. */
export function mountRoutes(app: Express, routes: readonly Route[], deps: HandlerDeps & { readonly allowsOrigin?: AllowsOrigin }): void {
  const names = routes.map((r) => `${r.method} ${order(r.path)}`);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice) throw new Error(`two routes answer ${twice}`);
  const sorted = routes.toSorted((a, b) => (order(a.path) < order(b.path) ? -1 : 1));
  for (const route of sorted)
    app[route.method](
      toExpress(route.path),
      (_req, res, next) => {
        res.locals['route'] = route.path;
        next();
      },
      makeHandler(route, deps),
    ); // prettier-ignore
  for (const path of new Set(sorted.map((r) => r.path))) {
    if (deps.allowsOrigin) answerPreflight(app, path, sorted, deps.allowsOrigin);
    refuseOthers(app, path, sorted);
  }
}

function answerPreflight(app: Express, path: string, routes: readonly Route[], allows: AllowsOrigin): void {
  const open = routes.filter((r) => r.path === path && isForWidgets(r)).map((r) => r.method.toUpperCase());
  if (open.length > 0) app.options(toExpress(path), preflight(allows, open));
}

function refuseOthers(app: Express, path: string, routes: readonly Route[]): void {
  const allow = routes.filter((r) => order(r.path) === order(path)).map((r) => r.method.toUpperCase());
  app.all(toExpress(path), (req, res) => {
    res.set('Allow', allow.join(', '));
    sendProblem(res, 405, { code: 'request.method', detail: `${path} answers ${allow.join(', ')}, not ${req.method}.` });
  });
}
