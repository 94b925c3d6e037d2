// Commands of health tourism besides patient and case, and what the hub does there by itself.
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { Route } from '#domain/kernel/route.ts';
import { authorisationPermits } from './authorisation/permits.ts';
import { authorisationRoutes } from './authorisation/routes.ts';
import type { EvidenceDeps } from './checklist/evidence.ts';
import { checklistPermits } from './checklist/permits.ts';
import { clearanceConcerns } from './checklist/reactor.ts';
import { checklistRoutes } from './checklist/routes.ts';
import { consentPermits } from './consent/permits.ts';
import { consentRoutes } from './consent/routes.ts';
import { insurancePermits } from './insurance/permits.ts';
import { insuranceRoutes } from './insurance/routes.ts';
import type { Permits } from './kernel/permits.ts';
import type { Reactor } from './kernel/reactor.ts';
import { offerPermits } from './offer/permits.ts';
import { offerRoutes } from './offer/routes.ts';

export type CareDeps = EvidenceDeps & { readonly dispatch: Dispatch };

export const carePermits: Permits = { ...authorisationPermits, ...consentPermits, ...offerPermits, ...insurancePermits, ...checklistPermits };
export const careReactors: readonly Reactor[] = [clearanceConcerns];
export const careRoutes = (deps: CareDeps): Route[] => [
  ...authorisationRoutes(deps),
  ...consentRoutes(deps),
  ...offerRoutes(deps),
  ...insuranceRoutes(deps),
  ...checklistRoutes(deps),
];
