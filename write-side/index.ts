// Every way to give a command: the endpoints, who may use which, and what the hub does by itself.
import type { Route } from '#domain/kernel/route.ts';
import type { AuthPorts } from './auth/ports.ts';
import { authRoutes } from './auth/routes.ts';
import { carePermits, careReactors, careRoutes } from './care.ts';
import { casePermits } from './case/permits.ts';
import { caseFlags } from './case/reactor.ts';
import { caseRoutes } from './case/routes.ts';
import type { RecordDeps } from './fhir/record.ts';
import { fhirRoutes } from './fhir/routes.ts';
import type { Permits } from './kernel/permits.ts';
import type { Reactor } from './kernel/reactor.ts';
import { memberPermits } from './member/permits.ts';
import { type MemberDeps, memberRoutes } from './member/routes.ts';
import { patientPermits } from './patient/permits.ts';
import { type PatientDeps, patientRoutes } from './patient/routes.ts';
import { recommendationPermits } from './recommendation/permits.ts';
import { recommendationRoutes } from './recommendation/routes.ts';
import { tenantPermits } from './tenant/permits.ts';
import { tenantRoutes } from './tenant/routes.ts';
import { conversationPermits } from './conversation/permits.ts';
import { conversationRoutes } from './conversation/routes.ts';

export type WriteDeps = MemberDeps & PatientDeps & RecordDeps & { readonly auth: AuthPorts };

export const permits: Permits = {
  ...tenantPermits,
  ...memberPermits,
  ...patientPermits,
  ...casePermits,
  ...recommendationPermits,
  ...carePermits,
  ...conversationPermits,
};
export const reactors: readonly Reactor[] = [caseFlags, ...careReactors];
export const writeRoutes = (deps: WriteDeps): Route[] => [
  ...authRoutes(deps.auth),
  ...tenantRoutes(deps),
  ...memberRoutes(deps),
  ...caseRoutes(deps),
  ...recommendationRoutes(deps),
  ...patientRoutes(deps),
  ...fhirRoutes(deps),
  ...careRoutes(deps),
  ...conversationRoutes(deps),
];
