// A hub in memory for tests of agents: the real dispatch and rules, with streams, views and persistent subscriptions that fit on a page.
import { setTimeout as sleep } from 'node:timers/promises';
import { makeAsk } from '../../../agents/kernel/ask.ts';
import type { Ask, Views } from '../../../agents/kernel/ports.ts';
import { caseSlice } from '../../../domain/case/slice.ts';
import type { Cause, Command } from '../../../domain/kernel/dispatch.ts';
import type { Recorded } from '../../../domain/kernel/envelope.ts';
import type { Delivery, GroupReader } from '../../../domain/kernel/event-store.ts';
import type { TenantDigest } from '../../../domain/kernel/sealing.ts';
import type { FhirResource, ResourceKind } from '../../../domain/patient/messages.ts';
import { patientSlice } from '../../../domain/patient/slice.ts';
import type { Level } from '../../../domain/recommendation/messages.ts';
import { recommendationSlice } from '../../../domain/recommendation/slice.ts';
import { makeDispatch } from '../../../write-side/kernel/dispatch.ts';
import { makeMemoryStore, pretendOpen, pretendSeal } from '../memory-store.ts';
import { createHash, randomUUID } from 'node:crypto';
import type { Slice } from '../../../domain/kernel/slice.ts';

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
export const plainDigest: TenantDigest = async (tenant, purpose, input) => sha(`${tenant}|${purpose}|${input}`);
const doctor = { id: '0190d0c0-0000-7000-8000-000000000001', kind: 'staff', role: 'doctor' } as const;
type Data = Record<string, string>;

/** The views an agent asks, folded from the log at each question. */
export function viewsOver(log: readonly Recorded[]): Views {
  const of = (tenant: string, slice: string) => log.filter(({ stream }) => stream.tenant === tenant && stream.slice === slice);
  return {
    waitFor: async () => {},
    casesInReview: async (tenant, patientId) => {
      const stage = new Map<string, string>();
      const mine = new Set<string>();
      for (const { type, stream, data } of of(tenant, 'case')) {
        if (type === 'CaseOpened' && (data as Data).patientId === patientId) mine.add(stream.id);
        if ((data as Data).to) stage.set(stream.id, (data as Data).to!);
      }
      return [...mine].filter((id) => stage.get(id) === 'review');
    },
    openRecommendations: async (tenant, caseId) => {
      const open = new Map<string, { id: string; rule: string; level: Level }>();
      for (const { type, stream, data } of of(tenant, 'recommendation')) {
        const d = data as Data;
        if (d.caseId !== caseId) continue;
        if (type === 'RecommendationIssued') open.set(stream.id, { id: stream.id, rule: d.rule!, level: d.level as Level });
        else open.delete(stream.id);
      }
      return [...open.values()];
    },
  };
}

/** At least once, over a log in memory: what is neither acknowledged nor parked comes again to the next consumer. */
export function makeMemoryGroups(log: readonly Recorded[]) {
  const done = new Set<string>();
  const attempts = new Map<string, number>();
  const parked: { id: string; reason: string }[] = [];
  const groups: GroupReader = {
    async *consume(_, { types, signal }) {
      const flying = new Set<string>();
      while (!signal.aborted) {
        const next = log.find(({ id, type }) => types.includes(type) && !done.has(id) && !flying.has(id));
        if (!next) {
          await sleep(2);
          continue;
        }
        const { id } = next;
        flying.add(id);
        attempts.set(id, (attempts.get(id) ?? 0) + 1);
        const delivery: Delivery = {
          event: next,
          attempt: attempts.get(id)!,
          ack: async () => void done.add(id),
          retry: async () => void flying.delete(id),
          park: async (reason) => {
            done.add(id);
            parked.push({ id, reason });
          },
        };
        yield delivery;
      }
    },
  };
  return { groups, parked, acknowledged: () => done.size };
}

/** `at`: the hub's clock. The commands are those of tests: no permits, a doctor gives them unless the cause says otherwise. */
export function makeAgentHub(at: string) {
  const store = makeMemoryStore();
  const slices = [caseSlice, patientSlice, recommendationSlice] as unknown as Slice[];
  const clock = { now: at };
  const dispatch = makeDispatch({ store, seal: pretendSeal, open: pretendOpen, slices, now: () => new Date(clock.now) });
  const ask: Ask = makeAsk({ reader: store, open: pretendOpen, views: viewsOver(store.log) });
  const give = (slice: string, id: string, command: Command, cause: Partial<Cause> = {}) =>
    dispatch({ tenant: 'acme', slice, id }, command, { id: randomUUID(), actor: doctor, correlationId: 'c', ...cause });
  const record = async (patientId: string, ...resources: readonly FhirResource[]) => {
    const facts = resources
      .filter(({ resourceType }) => resourceType !== 'Patient')
      .map((resource) => ({
        kind: resource.resourceType as ResourceKind,
        resourceId: (resource.id as string | undefined) ?? randomUUID(),
        fingerprint: sha(JSON.stringify(resource)),
        resource,
      }));
    const person = resources.find(({ resourceType }) => resourceType === 'Patient');
    await give('patient', patientId, {
      type: 'RecordResources',
      data: { ...(person ? { register: { fingerprint: sha(JSON.stringify(person)), resource: person } } : {}), resources: facts },
    });
  };
  const caseInReview = async (patientId: string, text: string, caseId = randomUUID()) => {
    await give('case', caseId, { type: 'OpenCase', data: { patientId, procedure: { code: 'x', text } } });
    await give('case', caseId, { type: 'AdvanceCase', data: { to: 'intake' } });
    await give('case', caseId, { type: 'AdvanceCase', data: { to: 'review' } });
    return caseId;
  };
  return { store, dispatch, ask, give, record, caseInReview, clock };
}
