import { LAW, type Rule } from './rule.ts';

/** Somebody gave themselves a role: nobody should be able to widen their own access unseen. */
export const secOwnGrant: Rule = {
  id: 'SEC-OWN-GRANT',
  version: '1',
  title: { tr: 'Bir üye kendisine rol verdi', en: 'A member gave themselves a role' },
  law: [LAW.kvkk12, LAW.accessControl],
  types: ['RoleGranted'],
  judge: ({ trigger: { type, id, stream, meta } }) => {
    if (type !== 'RoleGranted' || meta.actor.kind !== 'staff' || meta.actor.id !== stream.id) return undefined;
    const at = Date.parse(meta.occurredAt);
    return { level: 'red', patientIds: [], eventIds: [id], count: 1, threshold: 1, from: at, to: at, occasion: id };
  },
};
