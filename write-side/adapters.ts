// Accounts at outside providers: how they are connected, and how what providers tell comes in.
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route } from '#domain/kernel/route.ts';
import type { Open, TenantDigest } from '#domain/kernel/sealing.ts';
import { type LookedUp, makeConnections } from './adapter/connections.ts';
import { makeDoor } from './adapter/hook-address.ts';
import { hookRoutes } from './adapter/hooks.ts';
import { makeIntake } from './adapter/intake.ts';
import type { Checks, HookAdapters, ObserveHook } from './adapter/ports.ts';
import { adapterRoutes } from './adapter/routes.ts';
import { makeTake } from './adapter/take.ts';
import { makeContacts } from './conversation/contact.ts';
import { makeOnItsWay } from './conversation/on-its-way.ts';

export type AdapterDeps = {
  readonly dispatch: Dispatch;
  readonly store: StreamReader;
  readonly open: Open;
  readonly tenantDigest: TenantDigest;
  /** Absent: webhooks of no provider are understood. */
  readonly providers?: {
    readonly connections: LookedUp;
    readonly hooks: HookAdapters;
    readonly checks: Checks;
    readonly observeHook?: ObserveHook;
    /** Where providers and customers' browsers reach the hub. */
    readonly publicUrl: string;
  };
};
const nowhere = 'http://127.0.0.1';

export function adapterAndHookRoutes(deps: AdapterDeps): Route[] {
  const {
    dispatch,
    tenantDigest,
    providers = { connections: makeConnections(deps), hooks: {}, checks: {}, observeHook: undefined, publicUrl: nowhere },
  } = deps;
  const { connections, hooks, checks, observeHook, publicUrl } = providers;
  const intake = makeIntake({
    dispatch,
    door: makeDoor({ connections, tenantDigest }),
    take: makeTake({ dispatch, store: deps.store, contacts: makeContacts(deps), onItsWay: makeOnItsWay(deps) }),
    adapters: hooks,
    ...(observeHook && { observe: observeHook }),
  });
  return [
    ...adapterRoutes({ ...deps, connections, checks, publicUrl, offered: new Set(Object.keys(hooks)) }),
    ...hookRoutes({ ...deps, intake, connections, publicUrl }),
  ];
}
