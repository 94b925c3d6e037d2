// Every way to give a command: the endpoints, who may use which, and what the hub does by itself.
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route } from '#domain/kernel/route.ts';
import { adapterPermits } from './adapter/permits.ts';
import { type AdapterDeps, adapterAndHookRoutes } from './adapters.ts';
import { analyticsPermits, analyticsRoutes } from './analytics.ts';
import type { AuthPorts } from './auth/ports.ts';
import { authRoutes } from './auth/routes.ts';
import { withBulk } from './bulk.ts';
import { bookingPermits, bookingRoutes } from './booking.ts';
import { carePermits, careReactors, careRoutes } from './care.ts';
import { casePermits } from './case/permits.ts';
import { caseFlags } from './case/reactor.ts';
import { caseRoutes } from './case/routes.ts';
import { type ContextDeps, contextRoutes } from './context/routes.ts';
import { type CommerceDeps, commercePermits, commerceReactors, commerceRoutes } from './commerce.ts';
import type { RecordDeps } from './fhir/record.ts';
import { fhirRoutes } from './fhir/routes.ts';
import type { Permits } from './kernel/permits.ts';
import type { Reactor } from './kernel/reactor.ts';
import { memberPermits } from './member/permits.ts';
import { type MemberDeps, memberRoutes } from './member/routes.ts';
import { identityPermits } from './identity/permits.ts';
import { makeContactFollows } from './identity/reactor.ts';
import { identityRoutes } from './identity/routes.ts';
import { patientPermits } from './patient/permits.ts';
import { patientMerges } from './patient/reactor.ts';
import { type PatientDeps, patientRoutes } from './patient/routes.ts';
import type { Payments } from './payment/ports.ts';
import { projectionPermits } from './projection/permits.ts';
import { type ProjectionDeps, projectionRoutes } from './projection/routes.ts';
import { recommendationPermits } from './recommendation/permits.ts';
import { recommendationRoutes } from './recommendation/routes.ts';
import { tenantPermits } from './tenant/permits.ts';
import { tenantRoutes } from './tenant/routes.ts';
import { conversationPermits } from './conversation/permits.ts';
import { conversationRoutes } from './conversation/routes.ts';
import { serialPermits } from './serial/permits.ts';
import { devicePermits } from './device/permits.ts';
import { deviceRoutes } from './device/routes.ts';
import { firmwarePermits } from './firmware/permits.ts';
import { firmwareRoutes } from './firmware/routes.ts';
import { serialReleases } from './serial/registry.ts';
import { firmwareFailures } from './firmware/reactor.ts';
import { callPermits } from './call/permits.ts';
import { callRoutes } from './call/routes.ts';
import { dialplanPermits } from './dialplan/permits.ts';
import { dialplanRoutes } from './dialplan/routes.ts';
import { findingPermits } from './finding/permits.ts';
import { findingRoutes } from './finding/routes.ts';
import { disclosurePermits } from './disclosure/permits.ts';
import { type PrivacyDeps, privacyPermits, privacyRoutes } from './privacy.ts';
import { apikeyPermits } from './apikey/permits.ts';
import { apikeyRoutes } from './apikey/routes.ts';
import { articlePermits } from './article/permits.ts';
import { articleRoutes } from './article/routes.ts';

export type WriteDeps = MemberDeps &
  ProjectionDeps &
  PatientDeps &
  RecordDeps &
  CommerceDeps &
  ContextDeps &
  AdapterDeps &
  PrivacyDeps & { readonly auth: AuthPorts };

export const permits: Permits = {
  ...tenantPermits,
  ...memberPermits,
  ...identityPermits,
  ...patientPermits,
  ...casePermits,
  ...recommendationPermits,
  ...projectionPermits,
  ...carePermits,
  ...bookingPermits,
  ...commercePermits,
  ...analyticsPermits,
  ...conversationPermits,
  ...serialPermits,
  ...devicePermits,
  ...firmwarePermits,
  ...callPermits,
  ...dialplanPermits,
  ...articlePermits,
  ...apikeyPermits,
  ...adapterPermits,
  ...disclosurePermits,
  ...privacyPermits,
  ...findingPermits,
};
export { bookingReactors } from './booking.ts';
/** `payments`: the providers that take cards. */
export const makeReactors = ({ payments, store }: { payments: Payments; store: StreamReader }): readonly Reactor[] => [
  patientMerges,
  makeContactFollows(store),
  caseFlags,
  ...careReactors,
  ...commerceReactors(payments),
  serialReleases,
  firmwareFailures,
];
/** What telephony and devices call is counted apart from what people do. */
const inbound = (routes: Route[]): Route[] => routes.map((route) => ({ ...route, budget: 'inbound' }));
export const writeRoutes = (deps: WriteDeps): Route[] => withBulk(allRoutes(deps));
const allRoutes = (deps: WriteDeps): Route[] => [
  ...authRoutes(deps.auth),
  ...tenantRoutes(deps),
  ...memberRoutes(deps),
  ...caseRoutes(deps),
  ...recommendationRoutes(deps),
  ...projectionRoutes(deps),
  ...patientRoutes(deps),
  ...identityRoutes(deps),
  ...fhirRoutes(deps),
  ...careRoutes(deps),
  ...bookingRoutes(deps),
  ...commerceRoutes(deps),
  ...analyticsRoutes(deps),
  ...conversationRoutes(deps),
  ...inbound(deviceRoutes(deps)),
  ...firmwareRoutes(deps),
  ...inbound(callRoutes(deps)),
  ...dialplanRoutes(deps),
  ...articleRoutes(deps),
  ...apikeyRoutes(deps),
  ...findingRoutes(deps),
  ...privacyRoutes(deps),
  ...contextRoutes(deps),
  ...adapterAndHookRoutes(deps),
];
