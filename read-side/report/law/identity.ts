// HIPAA 164.312, technical safeguards: who somebody is, and the way between.
import { among, type Check, hipaa } from './check.ts';
import { daysAgo } from './facts.ts';
import { active, byStaff, peopleReadersWithoutFactor } from './shared.ts';

export const HIPAA_IDENTITY: readonly Check[] = [
  {
    id: 'hipaa-164.312-identity',
    law: hipaa('164.312(a)(2)(i)', 'unique user identification'),
    check: {
      tr: 'Her görüntüleme tanınan bir üyeye mi ait, her üyenin hesabı tek mi?',
      en: 'Is every look by a known member, and has every member one account?',
    },
    see: ['GET /api/members', 'GET /api/disclosures'],
    judge: (facts) => {
      const strangers = among(byStaff(facts), ({ readerId }) => !facts.accounts.has(readerId));
      const keys = Map.groupBy(active(facts), ({ emailKey }) => emailKey);
      const twice = [...keys.values()].filter((same) => same.length > 1).flatMap((same) => same.map(({ id }) => id));
      return { looked: strangers.looked + active(facts).length, against: [...strangers.against, ...twice] };
    },
    attest: { tr: 'Kimsenin hesabını başkasına kullandırmadığı', en: 'That nobody lends an account to another' },
  },
  {
    id: 'hipaa-164.312-logoff',
    law: hipaa('164.312(a)(2)(iii)', 'automatic logoff'),
    check: { tr: 'Bırakılan ekranlar ve oturumlar kendiliğinden kapanıyor mu?', en: 'Are screens and sessions that were left ended by themselves?' },
    see: ['GET /api/members'],
    attest: {
      tr: 'Oturumların süresi vardır; ekranların kilitlenmesi iş istasyonunun ayarıdır',
      en: 'Sessions have an end; locking a screen is for the workstation',
    },
  },
  {
    id: 'hipaa-164.312-authentication',
    law: hipaa('164.312(d)', 'person or entity authentication'),
    check: { tr: 'Kişisel veri görebilen her üyenin ikinci doğrulaması var mı?', en: 'Has every member who may read personal data a second factor?' },
    see: ['GET /api/members'],
    judge: peopleReadersWithoutFactor,
  },
  {
    id: 'hipaa-164.312-keys',
    law: hipaa('164.312(d)', 'entity authentication: keys of services'),
    check: { tr: 'Bir yıldan uzun süredir geçerli, sonu olmayan bir anahtar var mı?', en: 'Is any key without an end older than a year?' },
    see: ['GET /api/keys'],
    judge: (facts) =>
      among(
        facts.keys.filter(({ revokedAt }) => !revokedAt),
        ({ expiresAt, issuedAt }) => !expiresAt && issuedAt < daysAgo(facts, 365),
      ),
  },
  {
    id: 'hipaa-164.312-transmission',
    law: hipaa('164.312(e)', 'transmission security'),
    check: { tr: 'Hub’a ve motorlarına giden bağlantılar TLS ile mi?', en: 'Are connections to the hub and its engines by TLS?' },
    see: [],
    attest: { tr: 'TLS hub’ın önünde biter; hub onu görmez', en: 'TLS ends before the hub, which does not see it' },
  },
];
