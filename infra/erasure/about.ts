// Whom the hub knows a person as, and what it knows that may keep their data: merged records, contacts on channels, the lead they were, the
// account they sign in with.
import type { Holdings, KeptYears } from '#domain/erasure/ladder.ts';
import { STAGES } from '#domain/case/stages.ts';
import { AppointmentList } from '#projections/appointment-list/table.ts';
import { CareRecord } from '#projections/care/table.ts';
import { CaseList, type CaseListRow } from '#projections/case-list/table.ts';
import { ContactList } from '#projections/contact-list/table.ts';
import { ConversationList } from '#projections/conversation-list/table.ts';
import { Member } from '#projections/members/table.ts';
import { OrderList, type OrderRow } from '#projections/order-list/table.ts';
import { PatientHeader } from '#projections/patient-header/table.ts';
import { PaymentList } from '#projections/payment-list/table.ts';
import type { Reader, Rows } from '#read-side/kernel/reader.ts';
import type { ErasurePorts, Subject } from '#write-side/erasure/routes.ts';
import { strangerOf } from './strangers.ts';

/** From here on the clinic treats somebody, and keeps a file about it. */
const TREATED = STAGES.indexOf('preop');
const OPEN_CASES = ['active', 'onHold'];

async function recordsOf(rows: Rows, tenant: string, id: string): Promise<string[] | undefined> {
  const row = await rows.findOne(PatientHeader, { tenant, id });
  if (!row) return undefined;
  const head = row.mergedInto ?? row.id;
  return [head, ...(await rows.find(PatientHeader, { tenant, mergedInto: head })).map((one) => one.id)];
}

/** Ids under which something about the same person is sealed, besides their records. */
async function contactsOf(rows: Rows, tenant: string, records: readonly string[], cases: readonly CaseListRow[], orders: readonly OrderRow[]) {
  const about = { tenant, patientId: { $in: [...records] } };
  const caseIds = cases.map(({ id }) => id);
  const [known, talks, leads, accounts, payments, appointments] = await Promise.all([
    rows.find(ContactList, { tenant, holderId: { $in: [...records] } }),
    rows.find(ConversationList, about),
    rows.find(CareRecord, { ...about, slice: 'lead' }),
    rows.find(Member, about),
    rows.find(PaymentList, { tenant, $or: [{ caseId: { $in: caseIds } }, { orderId: { $in: orders.map(({ id }) => id) } }] }),
    rows.find(AppointmentList, { tenant, caseId: { $in: caseIds } }),
  ]);
  return [
    ...known.map(({ id }) => id),
    ...[...talks, ...orders, ...payments].map(({ contactId }) => contactId),
    ...leads.map(({ streamId }) => streamId),
    ...appointments.map(({ customerId }) => customerId),
    ...accounts.filter(({ roles }) => roles.includes('patient')).map(({ id }) => id), // a companion is another person
  ];
}

const latest = (times: readonly Date[]): string | undefined => times.toSorted((a, b) => b.getTime() - a.getTime())[0]?.toISOString();

async function holdingsOf(
  rows: Rows,
  tenant: string,
  records: readonly string[],
  cases: readonly CaseListRow[],
  orders: readonly OrderRow[],
): Promise<Holdings> {
  const about = { tenant, patientId: { $in: [...records] } };
  const treated = cases.filter(({ stage }) => STAGES.indexOf(stage) >= TREATED);
  const open = treated.some(({ status }) => OPEN_CASES.includes(status));
  const [complications, consents, disputes] = await Promise.all([
    rows.find(CareRecord, { ...about, slice: 'complication', status: { $ne: 'resolved' } }),
    rows.find(CareRecord, { ...about, slice: 'consent' }),
    rows.find(PaymentList, { tenant, caseId: { $in: cases.map(({ id }) => id) }, dispute: 'open' }),
  ]);
  const agreed = (doc: Readonly<Record<string, unknown>>) =>
    ((doc['purposes'] ?? []) as { purpose: string; status: string }[]).some(({ purpose, status }) => purpose === 'research' && status === 'granted');
  return {
    careUnderWay: open,
    lastCareAt: latest(treated.map(({ updatedAt }) => updatedAt)),
    lastTradeAt: latest(orders.filter(({ number }) => number !== null).map(({ placedAt }) => placedAt)),
    openClaim: complications.length + disputes.length > 0,
    research: consents.some(({ doc }) => agreed(doc)),
  };
}

async function patientOf(rows: Rows, tenant: string, records: readonly string[]): Promise<Omit<Subject, 'years'>> {
  const about = { tenant, patientId: { $in: [...records] } };
  const [cases, orders] = await Promise.all([rows.find(CaseList, about), rows.find(OrderList, about)]);
  const persons = [...new Set([...records, ...(await contactsOf(rows, tenant, records, cases, orders))])];
  return { persons, holdings: await holdingsOf(rows, tenant, records, cases, orders) };
}

/** `id`: of a patient, a lead, a contact or a member. */
export const makeAbout =
  (reader: Reader, yearsOf: (tenant: string) => Promise<KeptYears>): ErasurePorts['about'] =>
  async (tenant, id) => {
    const years = await yearsOf(tenant);
    return reader.within(tenant, async (rows): Promise<Subject | undefined> => {
      let records = await recordsOf(rows, tenant, id);
      const stranger = records ? undefined : await strangerOf(rows, tenant, id);
      if (stranger && 'persons' in stranger) return { ...stranger, years };
      if (stranger) records = await recordsOf(rows, tenant, stranger.patientId);
      return records && { ...(await patientOf(rows, tenant, records)), years };
    });
  };
