// The facts of one tenant, from its views, its log and its ledger.
import { ApiKeys } from '#projections/api-keys/table.ts';
import { careKey } from '#projections/care/record.ts';
import { CareRecord } from '#projections/care/table.ts';
import { DeviceList } from '#projections/device-list/table.ts';
import { Disclosures } from '#projections/disclosures/table.ts';
import { Erasures } from '#projections/erasures/table.ts';
import { FindingList } from '#projections/finding-list/table.ts';
import { Member } from '#projections/members/table.ts';
import { PatientHeader } from '#projections/patient-header/table.ts';
import { RecommendationList } from '#projections/recommendation-list/table.ts';
import { Tenant } from '#projections/tenants/table.ts';
import type { ReadDeps } from '../../kernel/deps.ts';
import type { Rows } from '../../kernel/reader.ts';
import { readsBy } from '../looks.ts';
import { daysBefore } from '../report.ts';
import type { Facts, Paper } from './facts.ts';
import { casesOf, patientsIn } from './persons.ts';
import { certificatesOf, ledgerOf, sampleOf } from './sample.ts';

const PAGE = 10_000;
const LOOKS = 5_000;
const UNUSED_DAYS = 90;
const CARE = ['authorisation', 'basis', 'breakglass', 'retention', 'transfermechanism'] as const;
const page = { limit: PAGE, disableIdentityMap: true } as const;

async function careOf(rows: Rows, tenant: string): Promise<Record<string, Paper[]>> {
  const found: Record<string, Paper[]> = {};
  for (const slice of CARE) found[slice] = await rows.find(CareRecord, { tenant, slice }, { ...page, orderBy: { opened: 'desc' } });
  return found;
}
/** The records of one slice that belong to these, such as a policy to its case. */
const papersOf = (rows: Rows, tenant: string, slice: string, ids: Iterable<string>): Promise<Paper[]> =>
  rows.find(CareRecord, { tenant, id: { $in: [...new Set(ids)].map((id) => careKey(slice, id)) } }, { disableIdentityMap: true });

async function rowsOf(rows: Rows, tenant: string, now: Date) {
  const everybody = await rows.find(Member, { tenant }, page);
  const members = everybody.filter(({ patientId }) => patientId == null);
  const looks = await rows.find(Disclosures, { tenant }, { limit: LOOKS, disableIdentityMap: true, orderBy: { position: 'desc' } });
  const patients = await patientsIn(rows, tenant, looks);
  const cases = await casesOf(rows, tenant, patients, PAGE);
  const erasures = await rows.find(Erasures, { tenant }, { ...page, orderBy: { first: 'desc' } });
  const people = await rows.find(PatientHeader, { tenant, mergedInto: null }, { ...page, fields: ['id'], orderBy: { registered: 'desc' } });
  const advice = await rows.find(RecommendationList, { tenant }, { ...page, orderBy: { issued: 'desc' } });
  return {
    kind: (await rows.findOne(Tenant, { tenant }))?.kind ?? 'clinic',
    staff: members.map(({ id, roles, active, factor, emailKey, invitedAt }) => ({ id, roles, active, factor: factor != null, emailKey, invitedAt })),
    people: people.map(({ id }) => id),
    care: {
      ...(await careOf(rows, tenant)),
      consent: await papersOf(rows, tenant, 'consent', [...people.map(({ id }) => id), ...patients.keys()]),
      insurance: await papersOf(
        rows,
        tenant,
        'insurance',
        cases.map(({ id }) => id),
      ),
    },
    ...{ looks, patients, erasures, cases },
    accounts: new Set([...everybody, ...erasures].map(({ id }) => id)),
    findings: await rows.find(FindingList, { tenant }, { ...page, orderBy: { raised: 'desc' } }),
    reads: new Map((await readsBy(rows, { tenant, from: daysBefore(now, UNUSED_DAYS), to: now })).map(({ readerId, count }) => [readerId, count])),
    advice: advice.map(({ id, status, decidedBy, inputEventIds, level }) => ({
      id,
      status,
      decidedBy,
      inputs: inputEventIds.length,
      level,
    })),
    devices: await rows.find(DeviceList, { tenant }, page),
    keys: await rows.find(ApiKeys, { tenant }, page),
    parked: (await rows.execute<{ id: string }[]>('select event_id as id from parked_events where tenant = ? limit ?', [tenant, PAGE])).map(({ id }) => id),
  };
}

export async function gather(deps: ReadDeps, tenant: string, now: Date): Promise<Facts> {
  const rows = await deps.reader.within(tenant, (found) => rowsOf(found, tenant, now));
  const looked = await ledgerOf(deps, tenant);
  const completed = rows.erasures.filter(({ status }) => status === 'completed').map(({ id }) => id);
  return {
    ...rows,
    now,
    sample: await sampleOf(deps, tenant, rows.people, looked),
    certificates: await certificatesOf(deps, tenant, completed, looked),
    ...(looked && { ledger: { size: looked.log.size, at: new Date(looked.log.at) } }),
  };
}
