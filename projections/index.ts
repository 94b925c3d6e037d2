// Every PostgreSQL view. They and the live feed share one read of the log under the group name `views`. The warehouse has a read of its own: ./warehouse/index.ts.
import { careView } from './care/projection.ts';
import { analyticsViews } from './analytics.ts';
import { appointmentListView } from './appointment-list/projection.ts';
import { calendarsView } from './calendars/projection.ts';
import { caseDetailView } from './case-detail/projection.ts';
import { caseListView } from './case-list/projection.ts';
import { commerceViews } from './commerce.ts';
import { deadlinesView } from './deadlines/projection.ts';
import type { View } from './kernel/projection.ts';
import { processesView } from './processes/projection.ts';
import { membersView } from './members/projection.ts';
import { patientHeaderView } from './patient-header/projection.ts';
import { patientTimelineView } from './patient-timeline/projection.ts';
import { recommendationListView } from './recommendation-list/projection.ts';
import { schedulesView } from './schedules/projection.ts';
import { waitlistView } from './waitlist/projection.ts';
import { liveFeedView } from './sockets/projection.ts';
import { tenantsView } from './tenants/projection.ts';
import { searchView } from './search/projection.ts';
import { tracesView } from './traces/projection.ts';
import { contactListView } from './contact-list/projection.ts';
import { conversationListView } from './conversation-list/projection.ts';
import { conversationMessagesView } from './conversation-messages/projection.ts';
import { deviceListView } from './device-list/projection.ts';
import { deviceUsageView } from './device-usage/projection.ts';
import { firmwareLinesView } from './firmware-lines/projection.ts';
import { callListView } from './call-list/projection.ts';
import { callTranscriptView } from './call-transcript/projection.ts';
import { dialplanView } from './dialplan/projection.ts';
import { findingListView } from './finding-list/projection.ts';
import { erasuresView } from './erasures/projection.ts';
import { disclosedPersonsView } from './disclosed-persons/projection.ts';
import { disclosuresView } from './disclosures/projection.ts';
import { adapterListView } from './adapter-list/projection.ts';
import { apiKeysView } from './api-keys/projection.ts';
import { articleListView } from './article-list/projection.ts';
import { articleVersionsView } from './article-versions/projection.ts';

export const VIEWS_GROUP = 'views';
export const views: readonly View[] = [
  tenantsView,
  membersView,
  patientHeaderView,
  patientTimelineView,
  caseListView,
  caseDetailView,
  recommendationListView,
  careView,
  deadlinesView,
  processesView,
  contactListView,
  conversationListView,
  conversationMessagesView,
  deviceListView,
  deviceUsageView,
  firmwareLinesView,
  schedulesView,
  calendarsView,
  appointmentListView,
  waitlistView,
  callListView,
  callTranscriptView,
  dialplanView,
  articleListView,
  apiKeysView,
  articleVersionsView,
  adapterListView,
  disclosuresView,
  disclosedPersonsView,
  erasuresView,
  findingListView,
  ...commerceViews,
  ...analyticsViews,
  searchView,
  tracesView,
  liveFeedView,
];
/** The verifiable log has a read of its own, too. */
export { makeWriter as makeLedgerWriter } from './ledger/writer.ts';
