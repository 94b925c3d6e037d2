// What the audit routes answer, as far as these pages show it.
import type { Actor, Opened, ReplayEvent } from '../api/types.ts';

export type By = Actor & { onBehalfOf?: string };
export type StreamEvent = Omit<ReplayEvent, 'actor'> & {
  actor: By;
  correlationId: string;
  causationId: string;
  lawfulBasis?: string;
  purpose?: string;
  data: Record<string, unknown>;
};
export type Difference = { path: string; then?: unknown; now?: unknown }[];
export type State = Record<string, unknown[]> | null;
export type StreamReplay = {
  events: StreamEvent[];
  at: { position: string; eventId?: string };
  as?: { memberId: string; roles: string[]; rights: { personal: boolean; health: boolean } };
  then: State;
  now: State;
  difference: Difference;
};
export type Effect = ReplayEvent & { effects: Effect[] };
export type Trace = { correlationId: string; count: number; roots: { cause: string; events: Effect[] }[] };
export type Disclosure = {
  id: string;
  at: string;
  reader: { id: string; kind: Actor['kind']; role: string; onBehalfOf?: string };
  purpose: string;
  route: string;
  caseId?: string;
  correlationId: string;
  address?: Opened<string>;
  shown: { personId: string; fields: string[]; health: boolean }[];
  withheld: string[];
};
export type BreakGlass = {
  id: string;
  status: string;
  memberId: string;
  patientId: string;
  openedAt: string;
  endsAt: string;
  reason?: Opened<string>;
  verdict?: 'justified' | 'not-justified';
  reviewedBy?: string;
  note?: Opened<string>;
};
export type Erasure = {
  id: string;
  status: 'requested' | 'refused' | 'restricted' | 'under-way' | 'completed' | 'lifted';
  step?: 'restrict' | 'pseudonymise' | 'destroy';
  requestedAt?: string;
  answerBy?: string;
  completedAt?: string;
  refusal?: {
    grounds: {
      ground: 'care-under-way' | 'medical-record' | 'commercial-record' | 'legal-claim' | 'research' | 'audit-record';
      article: string;
      until?: string;
    }[];
  };
  keys?: number;
  sinks: { sink: string; found?: number; at?: string; expiresAt?: string }[];
  progress?: { done: number; of: number; text: string };
  certificate?: { revision: number; proof: string };
};
export type Log = { origin: string; address: string; keys: string[]; size: number; root: string; at: string; checkpoint: string };
export type LedgerStatus = { log: Log; hub: Log };
export type LedgerProof = { leaf: string; index: number; size: number; root: string; proof: string[]; checkpoint: string };
