// Sealed words: messages, notes, reasons. Whoever may read the note reads the number in it too, though nobody gave them that field.
import { SEALED_WORDS } from '../manifest.ts';
import { noticedAt, placesIn } from './placed.ts';
import { LAW, type Rule } from './rule.ts';

/** Written by the person themself, who may say how they want to be called. */
const FROM_OUTSIDE: ReadonlySet<string> = new Set(['MessageReceived', 'LeadCaptured', 'AppointmentRequested', 'OrderPlaced', 'WaitlistJoined']);

/** An identity, passport, card, account or phone number of a person in sealed words. */
export const secFreeText: Rule = {
  id: 'SEC-FREE-TEXT',
  version: '1',
  title: {
    tr: 'Mesaj, not veya gerekçede maskelenmemiş kimlik, pasaport, kart, IBAN veya telefon numarası',
    en: 'An identity, passport, card, account or phone number stands in a message, note or reason',
  },
  law: [LAW.kvkk12, LAW.minimumNecessary],
  types: [...SEALED_WORDS.keys()],
  judge: (facts) => {
    const { trigger, words } = facts;
    const places = words.flatMap(({ field, value }) => placesIn(trigger.id, field, value));
    return noticedAt(
      facts,
      places.filter(({ kind }) => kind !== 'phone' || !FROM_OUTSIDE.has(trigger.type)),
    );
  },
};
