// Commands of health tourism besides patient and case, and what the hub does there by itself.
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { Route } from '#domain/kernel/route.ts';
import type { EvidenceDeps } from './checklist/evidence.ts';
import type { Permits } from './kernel/permits.ts';
import type { Reactor } from './kernel/reactor.ts';
import { authorisationPermits } from './authorisation/permits.ts';
import { authorisationRoutes } from './authorisation/routes.ts';
import { breakglassPermits } from './breakglass/permits.ts';
import { breakglassRoutes } from './breakglass/routes.ts';
import { checklistPermits } from './checklist/permits.ts';
import { clearanceConcerns } from './checklist/reactor.ts';
import { checklistRoutes } from './checklist/routes.ts';
import { complicationPermits } from './complication/permits.ts';
import { complicationTold, insurerTold } from './complication/reactor.ts';
import { complicationRoutes } from './complication/routes.ts';
import { consentPermits } from './consent/permits.ts';
import { consentRoutes } from './consent/routes.ts';
import { depositPermits } from './deposit/permits.ts';
import { deposits } from './deposit/reactor.ts';
import { depositRoutes } from './deposit/routes.ts';
import { documentPermits } from './document/permits.ts';
import { documentRoutes } from './document/routes.ts';
import { followupPermits } from './followup/permits.ts';
import { followupRoutes } from './followup/routes.ts';
import { insurancePermits } from './insurance/permits.ts';
import { insuranceRoutes } from './insurance/routes.ts';
import { intakePermits } from './intake/permits.ts';
import { caseOver, intakeChanged } from './intake/reactor.ts';
import { intakeRoutes } from './intake/routes.ts';
import { leadPermits } from './lead/permits.ts';
import { leadRoutes } from './lead/routes.ts';
import { milestonePermits } from './milestone/permits.ts';
import { milestoneRoutes } from './milestone/routes.ts';
import { offerPermits } from './offer/permits.ts';
import { offerRoutes } from './offer/routes.ts';
import { procedurePermits } from './procedure/permits.ts';
import { afterProcedure } from './procedure/reactor.ts';
import { procedureRoutes } from './procedure/routes.ts';
import { reviewPermits } from './review/permits.ts';
import { reviewRoutes } from './review/routes.ts';
import { taskPermits } from './task/permits.ts';
import { tasks } from './task/reactor.ts';
import { taskRoutes } from './task/routes.ts';
import { transferPermits } from './transfer/permits.ts';
import { transferRoutes } from './transfer/routes.ts';
import { transfermechanismPermits } from './transfermechanism/permits.ts';
import { transfermechanismRoutes } from './transfermechanism/routes.ts';
import { travelPermits } from './travel/permits.ts';
import { travelRoutes } from './travel/routes.ts';

export type CareDeps = EvidenceDeps & { readonly dispatch: Dispatch };

export const carePermits: Permits = {
  ...authorisationPermits,
  ...transfermechanismPermits,
  ...leadPermits,
  ...intakePermits,
  ...consentPermits,
  ...reviewPermits,
  ...milestonePermits,
  ...offerPermits,
  ...depositPermits,
  ...insurancePermits,
  ...travelPermits,
  ...transferPermits,
  ...checklistPermits,
  ...procedurePermits,
  ...followupPermits,
  ...complicationPermits,
  ...documentPermits,
  ...taskPermits,
  ...breakglassPermits,
};
export const careReactors: readonly Reactor[] = [clearanceConcerns, complicationTold, insurerTold, intakeChanged, caseOver, deposits, afterProcedure, tasks];
export const careRoutes = (deps: CareDeps): Route[] => [
  ...authorisationRoutes(deps),
  ...transfermechanismRoutes(deps),
  ...leadRoutes(deps),
  ...intakeRoutes(deps),
  ...consentRoutes(deps),
  ...reviewRoutes(deps),
  ...milestoneRoutes(deps),
  ...offerRoutes(deps),
  ...depositRoutes(deps),
  ...insuranceRoutes(deps),
  ...travelRoutes(deps),
  ...transferRoutes(deps),
  ...checklistRoutes(deps),
  ...procedureRoutes(deps),
  ...followupRoutes(deps),
  ...complicationRoutes(deps),
  ...documentRoutes(deps),
  ...taskRoutes(deps),
  ...breakglassRoutes(deps),
];
