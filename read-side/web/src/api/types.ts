// What the hub's HTTP API answers, as far as the dashboard shows it. The OpenAPI document at /openapi.json is the authority.
import type { Stage } from '#domain/case/stages.ts';

export type Absent = { absent: 'REDACTED' | 'SHREDDED' };
/** A personal or health value, or why there is none. */
export type Opened<T> = T | Absent;
export const isAbsent = (value: unknown): value is Absent => typeof value === 'object' && value !== null && 'absent' in value;

export type Bilingual = { tr: string; en: string };
export type Actor = { id: string; kind: 'staff' | 'patient' | 'device' | 'agent' | 'system'; role: string };
export type Page<T> = { items: T[]; next?: string };
/** What a command answers; `position` is the place in the log to wait for. */
export type Done = { id: string; revision: number; position: string; events: string[] };

export type TenantRef = { slug: string; name: string; kind: 'clinic' | 'agency'; roles?: string[] };
export type Member = { id: string; name: Opened<string>; email: Opened<string>; roles: string[]; active?: boolean; patientId?: string };
export type SessionItem = { id: string; device: string; createdAt: string; lastUsedAt: string; current: boolean };
export type Factor = { enrolled: boolean; recoveryCodesLeft: number };
export type FactorOffer = { secret: string; uri: string; qr: string };
export type ApiKey = {
  id: string;
  kind: 'widget' | 'service';
  label: string;
  scopes: string[];
  origins: string[];
  issuedAt: string;
  expiresAt?: string;
  revokedAt?: string;
  lastUsedAt?: string;
};
export type SignedIn = { accessToken: string; expiresIn: number; member: Member; tenant: TenantRef; tenants: TenantRef[] };

export type Name = { given: string[]; family: string; text: string };
export type PatientItem = { id: string; name: Opened<Name>; birthDate?: Opened<string>; sex: Opened<string> };
export type Coded = { code?: string; text: string };
export type RedFlag = { recommendationId: string; rule: string; title: Bilingual };
export type PatientHeader = PatientItem & {
  language?: string;
  country?: string;
  phone?: Opened<string>;
  deceasedAt?: Opened<string>;
  allergies: Opened<(Coded & { criticality?: string })[]>;
  anticoagulants: Opened<Coded[]>;
  redFlags: RedFlag[];
  counts: Record<string, number>;
};

export type CaseStatus = 'active' | 'onHold' | 'declined' | 'cancelled' | 'closed';
export type CaseListItem = {
  id: string;
  stage: Stage;
  status: CaseStatus;
  procedure: Opened<Coded & { system?: string }>;
  patient: PatientItem;
  flags: { amber: number; red: number };
  openRecommendations: number;
  openedAt: string;
  updatedAt: string;
  revision: number;
  position: string;
};
export type StageEntry = { stage: Stage; enteredAt: string; by: Actor; skipped?: boolean; reason?: Opened<string> };
export type Evaluation = { decision: 'eligible' | 'conditional' | 'not-eligible'; note?: string };
export type CaseDetail = Omit<CaseListItem, 'patient'> & {
  stages: StageEntry[];
  referredBy?: string;
  evaluation?: Opened<Evaluation>;
  /** Why it is held or over. */
  statusReason?: Opened<string>;
  next: Stage[];
  patient: PatientHeader;
  recommendations: Recommendation[];
};

export type Level = 'info' | 'amber' | 'red' | 'emergency' | 'insufficient-data';
export type RecommendationStatus = 'open' | 'accepted' | 'edited' | 'rejected' | 'expired';
export type ScoringItem = { code: string; label: Bilingual; points?: number; value?: string | number; unit?: string; eventIds?: string[] };
export type Recommendation = {
  id: string;
  caseId: string;
  patientId: string;
  rule: string;
  version: string | number;
  level: Level;
  status: RecommendationStatus;
  title: Bilingual;
  text: Opened<Bilingual>;
  items: Opened<ScoringItem[]>;
  missing: string[];
  actions: { code: string; label: Bilingual }[];
  inputEventIds: string[];
  evidence: { citation: string; year: number; url: string }[];
  wording: 'template' | 'model';
  issuedAt: string;
  decidedAt?: string;
  decidedBy?: Actor;
  decision?: Opened<{ reason?: string; text?: string; note?: string }>;
  /** Why it expired: superseded, stale, case-over. */
  expiry?: string;
  revision: number;
  position: string;
};

export type TimelineItem = {
  id: string;
  kind: string;
  at: string;
  recordedAt: string;
  title: Opened<string>;
  detail?: Opened<string>;
  status?: string;
  actor?: Actor;
  position: string;
};

export type ReplayEvent = { id: string; type: string; slice: string; streamId: string; revision: number; position: string; recordedAt: string; actor: Actor };
export type Replay = {
  events: ReplayEvent[];
  at: { position: string; eventId: string };
  then: CaseDetail | null;
  now: CaseDetail;
  difference: { path: string; then?: unknown; now?: unknown }[];
};

export type LiveEvent = {
  position: string;
  type: string;
  slice: string;
  id: string;
  caseId?: string;
  patientId?: string;
  recordedAt: string;
  actor: { kind: string; role: string };
};

export type ParkedEvent = {
  view: string;
  eventId: string;
  tenant: string;
  type: string;
  stream: string;
  revision: number;
  position: string;
  cause: string;
  attempts: number;
  parkedAt: string;
};
/** How the views of all tenants are; for operators. */
export type Operation = {
  level: boolean;
  eventsPerSecond: number;
  queued: number;
  findings: { code: string; severity: 'alert' | 'note'; values: Record<string, string | number>; remedy: string }[];
  workers: { worker: string; partitions: number; eventsPerSecond: number; level: boolean; queued: number }[];
  tenants: { tenant: string; events: number; seconds: number }[];
  views: { view: string; version: number; position?: string; parked: number }[];
  parked: ParkedEvent[];
  warehouse?: { at: string; groups: number; events: number; differences: WarehouseDifference[] };
};
/** A day and type of event of which warehouse and log do not hold the same. */
export type WarehouseDifference = { tenant: string; day: string; type: string; log: number; warehouse: number; counted: number };

export const FINDING_STATUSES = ['open', 'confirmed', 'dismissed'] as const;
/** What a security rule noticed about somebody. */
export type Finding = {
  id: string;
  rule: string;
  version: string;
  level: 'amber' | 'red';
  status: (typeof FINDING_STATUSES)[number];
  title: { tr: string; en: string };
  law: { citation: string; url: string }[];
  actorId: string;
  patientIds: string[];
  count: number;
  threshold: number;
  /** Where numbers of people stand in words. */
  places?: { eventId: string; field: string; kind: 'tckn' | 'iban' | 'card' | 'passport' | 'phone'; count: number }[];
  from: string;
  to: string;
  raisedAt: string;
  note?: Opened<string>;
};

export const PROCESS_STATUSES = ['stuck', 'running', 'completed', 'compensated'] as const;
/** Work under way over several steps. With `slice` the id names the stream it began on. */
export type Process = {
  process: string;
  slice: string;
  id: string;
  status: (typeof PROCESS_STATUSES)[number];
  /** The type of its last event. */
  step: string;
  startedAt: string;
  stepAt: string;
  stuckSince?: string;
  dueBy?: string;
  caseId?: string;
  patientId?: string;
  correlationId: string;
  position: string;
};
