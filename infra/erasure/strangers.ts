// People the hub keeps something of who are no patients: leads, whoever wrote, called, booked or bought, and members who left. Whom a contact
// is known to be is found first, so that nobody is erased piecemeal.
import type { Holdings } from '#domain/erasure/ladder.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { CareRecord, type CareRow } from '#projections/care/table.ts';
import { careKey } from '#projections/care/record.ts';
import { ContactList } from '#projections/contact-list/table.ts';
import { Member, type MemberRow } from '#projections/members/table.ts';
import { OrderList } from '#projections/order-list/table.ts';
import { PaymentList } from '#projections/payment-list/table.ts';
import type { Rows } from '#read-side/kernel/reader.ts';

/** `patientId`: it is a patient after all, by another id. */
export type Stranger = { readonly patientId: string } | { readonly persons: readonly string[]; readonly holdings: Holdings };

const latest = (times: readonly Date[]): string | undefined => times.toSorted((a, b) => b.getTime() - a.getTime())[0]?.toISOString();

/** What may keep data of somebody who was never treated: what they bought, a dispute, a consent to research; of a member, what they did here. */
async function holdingsOf(rows: Rows, tenant: string, persons: readonly string[], member?: MemberRow): Promise<Holdings> {
  const theirs = { tenant, contactId: { $in: [...persons] } };
  const [orders, disputes, consents] = await Promise.all([
    rows.find(OrderList, { ...theirs, number: { $ne: null } }),
    rows.count(PaymentList, { ...theirs, dispute: 'open' }),
    rows.find(CareRecord, { tenant, slice: 'consent', streamId: { $in: [...persons] } }),
  ]);
  const agreed = ({ doc }: CareRow) =>
    ((doc['purposes'] ?? []) as { purpose: string; status: string }[]).some(({ purpose, status }) => purpose === 'research' && status === 'granted');
  return {
    careUnderWay: false,
    lastTradeAt: latest(orders.map(({ placedAt }) => placedAt)),
    lastDutyAt: member && member.patientId === null ? member.leftAt?.toISOString() : undefined,
    openClaim: disputes > 0,
    research: consents.some(agreed),
  };
}

/** The lead, those merged into it, and what they are reached by. */
async function leadOf(rows: Rows, tenant: string, lead: CareRow): Promise<Stranger> {
  const into = lead.doc['into'] as string | undefined;
  const head = into && (await rows.findOne(CareRecord, { tenant, id: careKey('lead', into) }));
  if (head) return leadOf(rows, tenant, head);
  if (lead.patientId) return { patientId: lead.patientId };
  const merged = await rows.find(CareRecord, { tenant, slice: 'lead', doc: { into: lead.streamId } });
  const leads = [lead.streamId, ...merged.map(({ streamId }) => streamId)];
  const contacts = await rows.find(ContactList, { tenant, holderId: { $in: leads } });
  const persons = [...leads, ...contacts.map(({ id }) => id)];
  return { persons, holdings: await holdingsOf(rows, tenant, persons) };
}

/** Where a contact's things are, each with the patient it is known to be about. */
const THINGS = `
select patient_id as patient from conversation_list where tenant = ? and contact_id = ?
union all select null from call_list where tenant = ? and contact_id = ?
union all select patient_id from order_list where tenant = ? and contact_id = ?
union all select c.patient_id from appointment_list a left join case_list c on c.tenant = a.tenant and c.id = a.case_id where a.tenant = ? and a.customer_id = ?
union all select null from waitlist where tenant = ? and customer_id = ?`;
async function contactOf(rows: Rows, tenant: string, id: string): Promise<Stranger | undefined> {
  const things = await rows.execute<{ patient: string | null }[]>(
    THINGS,
    Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? tenant : id)),
  );
  const patientId = things.find(({ patient }) => patient !== null)?.patient;
  if (patientId) return { patientId };
  return things.length > 0 ? { persons: [id], holdings: await holdingsOf(rows, tenant, [id]) } : undefined;
}

async function memberOf(rows: Rows, tenant: string, id: string): Promise<Stranger | undefined> {
  const member = await rows.findOne(Member, { tenant, id });
  if (!member) return undefined;
  if (member.active) throw new HubError('conflict', 'erasure.member-active', 'Whoever still has a role is not erased; take their roles away first.');
  return { persons: [id], holdings: await holdingsOf(rows, tenant, [id], member) };
}

/** Undefined: nobody has this id. HubError `conflict` (`erasure.member-active`) for a member with a role. */
export async function strangerOf(rows: Rows, tenant: string, id: string): Promise<Stranger | undefined> {
  const held = await rows.findOne(ContactList, { tenant, id });
  if (held?.holderKind === 'patient') return { patientId: held.holderId };
  const lead = await rows.findOne(CareRecord, { tenant, id: careKey('lead', held?.holderId ?? id) });
  if (lead) return leadOf(rows, tenant, lead);
  return (await contactOf(rows, tenant, id)) ?? memberOf(rows, tenant, id);
}
