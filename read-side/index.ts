// Every query.
import type { Route } from '#domain/kernel/route.ts';
import { analyticsQueries } from './analytics/routes.ts';
import { appointmentQueries } from './appointment/routes.ts';
import { auditQueries } from './audit/routes.ts';
import { careQueries } from './care/routes.ts';
import { caseQueries } from './case/routes.ts';
import { commerceQueries } from './commerce.ts';
import { deadlineQueries } from './deadlines/routes.ts';
import type { ReadDeps } from './kernel/deps.ts';
import { memberQueries } from './member/routes.ts';
import { operationQueries } from './operation/routes.ts';
import { patientQueries } from './patient/routes.ts';
import { processQueries } from './process/routes.ts';
import { reportQueries } from './report/routes.ts';
import { recommendationQueries } from './recommendation/routes.ts';
import { scheduleQueries } from './schedule/routes.ts';
import { waitlistQueries } from './waitlist/routes.ts';
import { tenantQueries } from './tenant/routes.ts';
import { contactQueries } from './contact/routes.ts';
import { conversationQueries } from './conversation/routes.ts';
import { deviceQueries } from './device/routes.ts';
import { firmwareQueries } from './firmware/routes.ts';
import { callQueries } from './call/routes.ts';
import { evidenceQueries } from './evidence/routes.ts';
import { findingQueries } from './finding/routes.ts';
import { erasureQueries } from './erasure/routes.ts';
import { disclosureQueries } from './disclosure/routes.ts';
import { dialplanQueries } from './dialplan/routes.ts';
import { adapterQueries } from './adapter/routes.ts';
import { apikeyQueries } from './apikey/routes.ts';
import { articleQueries } from './article/routes.ts';

export { makeMaySeeCase } from './case/queries.ts';
export { makeCursors } from './kernel/cursor.ts';
export type { ReadDeps } from './kernel/deps.ts';
export type { MaySeeCase } from './live/hearing.ts';
export const readRoutes = (deps: ReadDeps): Route[] => [
  ...tenantQueries(deps),
  ...memberQueries(deps),
  ...patientQueries(deps),
  ...caseQueries(deps),
  ...recommendationQueries(deps),
  ...careQueries(deps),
  ...deadlineQueries(deps),
  ...processQueries(deps),
  ...scheduleQueries(deps),
  ...appointmentQueries(deps),
  ...waitlistQueries(deps),
  ...commerceQueries(deps),
  ...(deps.analytics ? analyticsQueries({ ...deps.analytics, reader: deps.reader }) : []),
  ...auditQueries(deps),
  ...operationQueries(deps),
  ...contactQueries(deps),
  ...conversationQueries(deps),
  ...deviceQueries(deps),
  ...firmwareQueries(deps),
  ...callQueries(deps),
  ...dialplanQueries(deps),
  ...articleQueries(deps),
  ...apikeyQueries(deps),
  ...adapterQueries(deps),
  ...disclosureQueries(deps),
  ...erasureQueries(deps),
  ...findingQueries(deps),
  ...reportQueries(deps),
  ...(deps.ledger ? evidenceQueries(deps, deps.ledger) : []),
];
