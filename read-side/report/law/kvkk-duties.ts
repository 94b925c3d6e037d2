// KVKK, articles 12 to 16: security, breaches, requests, the registry.
import { type Check, board, kvkk } from './check.ts';
import { undescribed } from './inventory-facts.ts';
import { lateRed, unansweredErasures, withoutFactor } from './shared.ts';

export const KVKK_DUTIES: readonly Check[] = [
  {
    id: 'kvkk-12',
    law: kvkk('12', 'veri güvenliği'),
    check: { tr: 'Sağlık verisi görebilen her üyenin ikinci doğrulaması var mı?', en: 'Has every member who may read health data a second factor?' },
    see: ['GET /api/members', 'hub audit report access-recertification'],
    judge: withoutFactor,
  },
  {
    id: 'kvkk-12-breach',
    law: kvkk('12/5, karar 2019/10', 'ihlalin 72 saat içinde bildirilmesi'),
    check: { tr: 'Kırmızı bulguların her birine 72 saat içinde bakıldı mı?', en: 'Was every red finding judged within 72 hours?' },
    see: ['GET /api/findings', 'hub audit report breach-scope'],
    judge: lateRed,
    attest: {
      tr: 'İhlalin Kurula bildirildiği; hub yalnız kapsamını ve süresini çıkarır',
      en: 'That the authority was notified; the hub only tells scope and time',
    },
  },
  {
    id: 'kvkk-2019-271',
    law: board('KVKK karar 2019/271: ilgili kişiye bildirimin içeriği'),
    check: {
      tr: 'İhlalden etkilenenlere yapılan bildirim istenen bilgileri içeriyor mu?',
      en: 'Does the notice to those concerned by a breach say what it has to?',
    },
    see: ['hub audit report breach-scope'],
    attest: { tr: 'Bildirimler hub dışında yazılır', en: 'Notices are written outside the hub' },
  },
  {
    id: 'kvkk-13',
    law: kvkk('13', 'başvuruya otuz gün içinde yanıt'),
    check: { tr: 'Silme başvurularının tümü süresinde yanıtlandı mı?', en: 'Was every request to be forgotten answered in time?' },
    see: ['GET /api/erasures'],
    judge: unansweredErasures,
    attest: { tr: 'Silme dışındaki başvurular', en: 'Requests for anything else' },
  },
  {
    id: 'kvkk-16',
    law: kvkk('16', 'Veri Sorumluları Sicili'),
    check: {
      tr: 'İşleme envanterinde amacı, dayanağı ve okuyanı yazmayan kayıt türü var mı?',
      en: 'Does the inventory name purpose, basis and readers for every kind of record?',
    },
    see: ['hub audit report processing-inventory'],
    judge: () => undescribed(),
    attest: { tr: 'VERBİS kaydının yapıldığı ve güncel olduğu, ya da istisnaya girildiği', en: 'That the controller is registered and up to date, or exempt' },
  },
];
