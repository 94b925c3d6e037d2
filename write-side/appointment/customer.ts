// Whose appointment it is: a patient, or whoever has that phone number or address. Their key seals what is stored about them.
import type { Customer } from '#domain/appointment/messages.ts';
import { HubError } from '#domain/kernel/errors.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Principal } from '#domain/kernel/route.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import { makeContacts } from '#write-side/conversation/contact.ts';
import { mustExist } from '#write-side/kernel/http.ts';
import { derivedId } from '#write-side/kernel/ids.ts';

export type Asking = { readonly patientId?: string | undefined; readonly customer?: Customer | undefined };
export type CustomerDeps = { readonly store: StreamReader; readonly tenantDigest: TenantDigest };

/** `fallback`: the id of somebody of whom only a name is known. */
export async function customerIdOf({ store, tenantDigest }: CustomerDeps, who: Principal, asking: Asking, fallback: string): Promise<string> {
  const patientId = who.patientId ?? asking.patientId;
  if (patientId) {
    await mustExist(store, { tenant: who.tenant, slice: 'patient', id: patientId });
    return patientId;
  }
  const { customer } = asking;
  if (!customer)
    throw new HubError('invalid', 'request.invalid', 'Whose appointment is it?', { faults: [{ path: 'customer', message: 'send it, or a `patient_id`' }] });
  if (customer.phone) return (await makeContacts({ store, tenantDigest }).of(who.tenant, 'phone', customer.phone)).contactId;
  if (customer.email) return derivedId('contact', await tenantDigest(who.tenant, 'contact.identity', `email:${customer.email.toLowerCase()}`));
  return fallback;
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'; // none that looks like another
/** What the customer quotes: six letters made of the appointment's id. */
export const codeOf = (appointmentId: string): string =>
  Array.from(
    { length: 6 },
    (_, i) =>
      LETTERS[
        Number.parseInt(
          derivedId('code', appointmentId)
            .replaceAll('-', '')
            .slice(i * 2, i * 2 + 2),
          16,
        ) % 32
      ],
  ).join('');
