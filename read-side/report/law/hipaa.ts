// HIPAA, the Security Rule's administrative and physical safeguards.
import { among, type Check, hipaa } from './check.ts';
import { undescribed } from './inventory-facts.ts';
import { idle, lostCertificates, openFindings } from './shared.ts';

export const HIPAA_ORGANISATION: readonly Check[] = [
  {
    id: 'hipaa-164.308-activity',
    law: hipaa('164.308(a)(1)(ii)(D)', 'information system activity review'),
    check: { tr: 'Yedi günden uzun süredir açık güvenlik bulgusu var mı?', en: 'Is any security finding open for more than seven days?' },
    see: ['GET /api/findings'],
    judge: openFindings,
  },
  {
    id: 'hipaa-164.308-access',
    law: hipaa('164.308(a)(4)', 'information access management'),
    check: {
      tr: 'Sağlık verisi yetkisi olup doksan gündür kullanmayan üye var mı?',
      en: 'Does any member have access to health data and not use it for ninety days?',
    },
    see: ['hub audit report access-recertification'],
    judge: idle,
  },
  {
    id: 'hipaa-164.308-contingency',
    law: hipaa('164.308(a)(7)', 'contingency plan'),
    check: { tr: 'Yedekten dönüş denendi mi, silmeler yeniden uygulandı mı?', en: 'Was a restore tried, and were erasures repeated after it?' },
    see: ['hub erasures status'],
    attest: {
      tr: 'Hub geri dönüşte silmeleri yineler; tatbikatın yapıldığını bilmez',
      en: 'The hub repeats erasures after a restore; it does not know that one was practised',
    },
  },
  {
    id: 'hipaa-164.308-restore',
    law: hipaa('164.308 (proposal of 6 January 2025)', 'restore within 72 hours; a proposal, not law'),
    check: { tr: 'Sistem 72 saat içinde geri getirilebiliyor mu?', en: 'Can the system be restored within 72 hours?' },
    see: [],
    attest: { tr: 'Yedekler ve süreler işletenindir', en: 'Backups and times are the operator’s' },
  },
  {
    id: 'hipaa-164.310',
    law: hipaa('164.310(a)–(c)', 'facility access, workstations'),
    check: { tr: 'Binalar ve iş istasyonları korunuyor mu?', en: 'Are buildings and workstations protected?' },
    see: [],
    attest: { tr: 'Fiziksel önlemler hub dışındadır', en: 'Physical safeguards are outside the hub' },
  },
  {
    id: 'hipaa-164.310-devices',
    law: hipaa('164.310(d)', 'device and media controls'),
    check: { tr: 'Hizmet dışı bırakılmış bir cihaz hâlâ bağlı mı?', en: 'Is any device that was retired still connected?' },
    see: ['GET /api/devices'],
    judge: ({ devices }) => among(devices, ({ retired, online }) => retired && online),
    attest: { tr: 'Ortamların imha edildiği', en: 'That media were disposed of' },
  },
  {
    id: 'hipaa-164.316',
    law: hipaa('164.316(b)(2)(i)', 'documentation for six years'),
    check: { tr: 'Biten silmelerin belgeleri günlükte ve defterde duruyor mu?', en: 'Are certificates of completed erasures still in the log and the ledger?' },
    see: ['GET /api/erasures', 'GET /api/audit/ledger'],
    judge: lostCertificates,
    attest: { tr: 'Yazılı politikaların ve yedeklerin altı yıl tutulduğu', en: 'That written policies and backups are kept for six years' },
  },
  {
    id: 'hipaa-inventory',
    law: hipaa('164.308 (proposal of 6 January 2025)', 'inventories; a proposal, not law'),
    check: { tr: 'Verinin envanteri şemalardan çıkıyor ve tam mı?', en: 'Does the inventory of data come from the schemas, and is it whole?' },
    see: ['hub audit report processing-inventory'],
    judge: () => undescribed(),
    attest: { tr: 'Donanım ve ağ haritası', en: 'Inventory of machines, and the map of the network' },
  },
];
