import type { CallRoute } from './messages.ts';

/** Where a call to `number` goes: the route with the longest prefix that fits. */
export const routeTo = (routes: readonly CallRoute[], number: string): CallRoute | undefined =>
  routes
    .filter(({ prefix }) => number.startsWith(prefix))
    .reduce<CallRoute | undefined>((best, route) => (best && best.prefix.length >= route.prefix.length ? best : route), undefined);
