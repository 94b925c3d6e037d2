// Each article's check: how many records it looked at, and the ids of those that speak against it.
import { slices } from '#domain/index.ts';
import { sealedFields } from '#domain/kernel/messages.ts';
import { RIGHTS } from '#domain/kernel/roles.ts';
import { isSealed } from '#domain/kernel/sealing.ts';
import { CareRecord } from '#projections/care/table.ts';
import { Erasures } from '#projections/erasures/table.ts';
import { FindingList } from '#projections/finding-list/table.ts';
import { Member } from '#projections/members/table.ts';
import { PatientHeader } from '#projections/patient-header/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { daysBefore, LAW } from './report.ts';

type Result = { readonly looked: number; readonly against: readonly string[] };
export type Check = {
  readonly id: string;
  readonly law: (typeof LAW)[keyof typeof LAW];
  readonly check: { readonly tr: string; readonly en: string };
  readonly run: (deps: ReadDeps, tenant: string, now: Date) => Promise<Result>;
};
/** Long enough for somebody to get to it, short enough that it is not forgotten. */
const PATIENCE_DAYS = 7;
const SAMPLE = 50;
const PAGE = 10_000;

const PATIENT_FIELDS = new Map(Object.entries(slices.find(({ name }) => name === 'patient')!.events).map(([type, spec]) => [type, sealedFields(spec)]));

/** The newest patients' streams, event by event: is every personal and health field sealed? */
async function unsealed({ reader, streams }: ReadDeps, tenant: string): Promise<Result> {
  const newest = await reader.within(tenant, (rows) =>
    rows.find(PatientHeader, { tenant }, { orderBy: { registered: 'desc' }, limit: SAMPLE, fields: ['id'] }),
  );
  const against: string[] = [];
  let looked = 0;
  for (const { id } of newest)
    for await (const event of streams.read({ tenant, slice: 'patient', id }, { from: 0, to: SAMPLE })) {
      const data = event.data as Record<string, unknown>;
      looked++;
      if ((PATIENT_FIELDS.get(event.type) ?? []).some((field) => data[field] != null && !isSealed(data[field]))) against.push(event.id);
    }
  return { looked, against };
}

/** Records of health tourism of one kind. */
const careOf = ({ reader }: ReadDeps, tenant: string, slice: string) =>
  reader.within(tenant, (rows) => rows.find(CareRecord, { tenant, slice }, { orderBy: { opened: 'desc' }, limit: PAGE, disableIdentityMap: true }));

async function withoutNotice(deps: ReadDeps, tenant: string): Promise<Result> {
  const people = await deps.reader.within(tenant, (rows) =>
    rows.find(PatientHeader, { tenant, mergedInto: null }, { limit: PAGE, fields: ['id'], orderBy: { registered: 'desc' }, disableIdentityMap: true }),
  );
  const told = new Set(
    (await careOf(deps, tenant, 'consent')).filter(({ doc }) => Array.isArray(doc['notices']) && doc['notices'].length > 0).map(({ streamId }) => streamId),
  );
  return { looked: people.length, against: people.filter(({ id }) => !told.has(id)).map(({ id }) => id) };
}

async function unreviewedGlass(deps: ReadDeps, tenant: string, now: Date): Promise<Result> {
  const opened = await careOf(deps, tenant, 'breakglass');
  const late = opened.filter(({ status, openedAt }) => status !== 'reviewed' && openedAt < daysBefore(now, PATIENCE_DAYS));
  return { looked: opened.length, against: late.map(({ streamId }) => streamId) };
}

async function openFindings({ reader }: ReadDeps, tenant: string, now: Date): Promise<Result> {
  return reader.within(tenant, async (rows) => {
    const late = await rows.find(FindingList, { tenant, status: 'open', raisedAt: { $lt: daysBefore(now, PATIENCE_DAYS) } });
    return { looked: await rows.count(FindingList, { tenant }), against: late.map(({ id }) => id) };
  });
}

async function overdueMechanisms(deps: ReadDeps, tenant: string): Promise<Result> {
  const all = await careOf(deps, tenant, 'transfermechanism');
  return { looked: all.length, against: all.filter(({ status }) => status === 'overdue').map(({ streamId }) => streamId) };
}

async function withoutFactor({ reader }: ReadDeps, tenant: string): Promise<Result> {
  const members = await reader.within(tenant, (rows) => rows.find(Member, { tenant, active: true, patientId: null }));
  const readers = members.filter(({ roles }) => roles.some((role) => RIGHTS[role].health));
  return { looked: readers.length, against: readers.filter(({ factor }) => factor === null).map(({ id }) => id) };
}

/** Requests to be forgotten that got no answer in time: neither refused with a ground, nor restricted, nor carried out. */
async function unansweredErasures({ reader }: ReadDeps, tenant: string, now: Date): Promise<Result> {
  return reader.within(tenant, async (rows) => {
    const late = await rows.find(Erasures, { tenant, status: 'requested', answerBy: { $lt: now } }, { fields: ['id'] });
    return { looked: await rows.count(Erasures, { tenant }), against: late.map(({ id }) => id) };
  });
}

/** Is there a signed checkpoint over the tenant's events? */
async function ledgerStands({ ledger }: ReadDeps, tenant: string): Promise<Result> {
  if (!ledger) return { looked: 0, against: [] };
  const { log } = await ledger.look(tenant);
  return { looked: log.size, against: [] };
}

export const CHECKS: readonly Check[] = [
  {
    id: 'kvkk-6',
    law: LAW.kvkk6,
    check: {
      tr: 'En yeni hastaların olaylarında kişisel ve sağlık alanlarının tümü mühürlü mü?',
      en: 'Is every personal and health field in the newest patients’ events sealed?',
    },
    run: unsealed,
  },
  {
    id: 'kvkk-13',
    law: LAW.kvkk13,
    check: { tr: 'Silme başvurularının tümü süresinde yanıtlandı mı?', en: 'Was every request to be forgotten answered in time?' },
    run: unansweredErasures,
  },
  {
    id: 'kvkk-9',
    law: LAW.kvkk9,
    check: {
      tr: 'Yurt dışı aktarım sözleşmeleri beş iş günü içinde bildirildi mi?',
      en: 'Was every contract for transfers abroad notified within five business days?',
    },
    run: overdueMechanisms,
  },
  {
    id: 'kvkk-10',
    law: LAW.kvkk10,
    check: { tr: 'Verisi tutulan herkese aydınlatma metni gösterildi mi?', en: 'Was everybody whose data are held shown a privacy notice?' },
    run: withoutNotice,
  },
  {
    id: 'kvkk-12',
    law: LAW.kvkk12,
    check: {
      tr: 'Sağlık verisi görebilen her üyenin ikinci doğrulaması var mı?',
      en: 'Has every member who may read health data a second factor?',
    },
    run: withoutFactor,
  },
  {
    id: 'hipaa-164.308-activity',
    law: LAW.activity,
    check: { tr: 'Yedi günden uzun süredir açık güvenlik bulgusu var mı?', en: 'Is any security finding open for more than seven days?' },
    run: openFindings,
  },
  {
    id: 'hipaa-164.312-emergency',
    law: LAW.emergency,
    check: { tr: 'Acil erişimlerin tümü yedi gün içinde incelendi mi?', en: 'Was every emergency access reviewed within seven days?' },
    run: unreviewedGlass,
  },
  {
    id: 'hipaa-164.312-integrity',
    law: LAW.integrity,
    check: { tr: 'Olayların üzerinde imzalı bir denetim noktası var mı?', en: 'Is there a signed checkpoint over the events?' },
    run: ledgerStands,
  },
];
