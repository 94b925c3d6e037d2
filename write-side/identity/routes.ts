// Whose a phone number, an account or a device's user is. The caller is answered when the contact's conversations know, too.
import { z } from 'zod';
import type { Dispatch } from '#domain/kernel/dispatch.ts';
import type { StreamReader } from '#domain/kernel/event-store.ts';
import type { Route } from '#domain/kernel/route.ts';
import type { TenantDigest } from '#domain/kernel/sealing.ts';
import type { Holder } from '#domain/identity/decider.ts';
import { identityCommands as commands } from '#domain/identity/messages.ts';
import { makeContacts } from '#write-side/conversation/contact.ts';
import { followed, makeFollowUp } from '#write-side/kernel/follow-up.ts';
import { mustExist } from '#write-side/kernel/http.ts';
import { makeVerbs } from '#write-side/kernel/verbs.ts';
import { standsFor } from '#write-side/patient/known.ts';
import { identityPermits as permits } from './permits.ts';
import { makeContactFollows } from './reactor.ts';

export type IdentityDeps = { readonly dispatch: Dispatch; readonly store: StreamReader; readonly tenantDigest: TenantDigest };
const HOLDER = ['patient.unknown', 'lead.unknown', 'subject.erased'];
const asked = z.object({ channel: commands.LinkContact.shape.channel, identity: commands.LinkContact.shape.identity });

export function identityRoutes({ dispatch, store, tenantDigest }: IdentityDeps): Route[] {
  const verb = makeVerbs({ dispatch, slice: 'identity', tag: 'contacts', commands, permits, codes: HOLDER });
  const thenTold = followed(makeFollowUp({ store, dispatch, reactors: [makeContactFollows(store)] }), 'identity');
  const contacts = makeContacts({ store, tenantDigest });
  const contactOf = (tenant: string, body: unknown) => {
    const { channel, identity } = asked.parse(body);
    return contacts.of(tenant, channel, identity);
  };

  /** The record that stands for a person; records that were merged are one. */
  async function holderOf(tenant: string, { holderKind, holderId }: Holder, held?: Holder): Promise<Holder> {
    if (holderKind === 'lead') {
      await mustExist(store, { tenant, slice: 'lead', id: holderId });
      return { holderKind, holderId };
    }
    const head = await standsFor(store, tenant, holderId);
    const isTheirs = held?.holderKind === 'patient' && (await standsFor(store, tenant, held.holderId)) === head;
    return isTheirs ? held : { holderKind, holderId: head };
  }

  return [
    verb({
      path: '/api/contacts',
      type: 'LinkContact',
      summary: 'A phone number, an account of a channel, a page’s visitor or somebody before a device is this patient, or this lead',
      codes: ['contact.taken', 'contact.changed'],
      hub: ['contactId', 'conversations', 'turn'],
      creates: '/api/contacts',
      to: async ({ who, body }) => (await contactOf(who.tenant, body)).stream,
      add: async ({ who: { tenant }, body }) => {
        const { holder: held, turn, at } = await contactOf(tenant, body);
        const holder = await holderOf(tenant, body as Holder, held);
        const passes = held !== undefined && body['changedHands'] !== undefined;
        const { contactId, conversations } = at(turn + (passes ? 1 : 0));
        return { ...holder, contactId, conversations: Object.values(conversations), turn: turn + (held ? 1 : 0) };
      },
    }),
    verb({
      path: '/api/contacts/{id}/move',
      type: 'MoveContact',
      summary: 'It was linked to the wrong one: what was said goes along',
      codes: ['contact.unknown'],
      add: ({ who, body }) => holderOf(who.tenant, body as Holder),
    }),
    verb({
      path: '/api/contacts/{id}/unlink',
      type: 'UnlinkContact',
      summary: 'It was linked by mistake, and nobody knows whose it is',
      codes: ['contact.unknown'],
    }),
  ].map(thenTold);
}
