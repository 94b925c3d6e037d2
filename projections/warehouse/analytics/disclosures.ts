// Who was shown whose data, and what for: people on both sides are pseudonyms, fields are counted.
import type { AnalystView } from './view.ts';

export const DISCLOSURES: readonly AnalystView[] = [
  {
    name: 'disclosures',
    about: { tr: 'Gösterilen ya da esirgenen veri: kişi başına bir satır', en: 'Data that were shown or kept back: one row per person concerned' },
    select: `SELECT tenant, disclosure_id, revision, at AS shown_at, fact AS answer, patient, case_id, fields, health, reader, reader_kind, reader_role,
      purpose, route, place FROM disclosure_facts FINAL`,
    columns: {
      purpose: { tr: 'Ne için: treatment, payment, audit, …', en: 'What for: treatment, payment, audit, …' },
      revision: { tr: 'Kaydın içindeki sırası', en: 'Place within the record' },
    },
  },
  {
    name: 'disclosure_counts',
    about: {
      tr: 'Gün, rol, amaç ve yere göre: kaç kişinin verisi, kaç kez gösterildi',
      en: 'By day, role, purpose and place: whose data, how often shown',
    },
    select: `SELECT tenant, toDate(at) AS day, reader_kind, reader_role, purpose, place, countIf(fact = 'shown') AS shown, countIf(fact = 'withheld') AS withheld,
      countIf(health) AS with_health, uniqExact(patient) AS patients, uniqExact(reader) AS readers
    FROM disclosure_facts FINAL GROUP BY tenant, day, reader_kind, reader_role, purpose, place`,
    columns: { purpose: { tr: 'Ne için: treatment, payment, audit, …', en: 'What for: treatment, payment, audit, …' } },
  },
];
