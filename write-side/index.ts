// Every way to give a command: the endpoints, who may use which, and what the hub does by itself.
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route } from '#domain/kernel/route.ts';
import { casePermits } from './case/permits.ts';
import { caseFlags } from './case/reactor.ts';
import { caseRoutes } from './case/routes.ts';
import type { Permits } from './kernel/permits.ts';
import type { Reactor } from './kernel/reactor.ts';
import { memberPermits } from './member/permits.ts';
import { type MemberDeps, memberRoutes } from './member/routes.ts';
import { recommendationPermits } from './recommendation/permits.ts';
import { recommendationRoutes } from './recommendation/routes.ts';
import { tenantPermits } from './tenant/permits.ts';
import { tenantRoutes } from './tenant/routes.ts';

export type WriteDeps = MemberDeps & { readonly dispatch: Dispatch; readonly store: StreamReader };

export const permits: Permits = { ...tenantPermits, ...memberPermits, ...casePermits, ...recommendationPermits };
export const reactors: readonly Reactor[] = [caseFlags];
export const writeRoutes = (deps: WriteDeps): Route[] => [...tenantRoutes(deps), ...memberRoutes(deps), ...caseRoutes(deps), ...recommendationRoutes(deps)];
