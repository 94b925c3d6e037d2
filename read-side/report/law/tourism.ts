// Health tourism (RG 32882), and the files of patients.
import { among, type Check, gazette, having } from './check.ts';
import { type Facts, papers } from './facts.ts';
import { policyOf } from './shared.ts';

const regulation = (title: string) => gazette(32882, `Uluslararası sağlık turizmi yönetmeliği: ${title}`);
const PERMIT = { clinic: ['ministry-facility', 'ministry-certificate'], agency: ['ushas-intermediary'] } as const;
const OPERATED: readonly string[] = ['procedure', 'discharge', 'followup'];
const FILE_YEARS = 20;

function validPermit(facts: Facts): boolean {
  const today = facts.now.toISOString().slice(0, 10);
  const kinds: readonly unknown[] = PERMIT[facts.kind];
  return papers(facts, 'authorisation').some(
    ({ status, doc }) =>
      ['valid', 'expiring'].includes(status) && kinds.includes(doc['kind']) && String(doc['validFrom']) <= today && String(doc['validTo']) >= today,
  );
}

export const TOURISM: readonly Check[] = [
  {
    id: 'rg-32882-permit',
    law: regulation('yetki belgesi'),
    check: { tr: 'Vakası olan kuruluşun bugün geçerli bir yetki belgesi var mı?', en: 'Is there a permit valid today, once there are cases?' },
    see: ['GET /api/authorisations'],
    judge: (facts) => having(validPermit(facts), facts.cases.length, 'no valid permit'),
    attest: { tr: 'Belgenin aslı ve USHAŞ’ın yıllık denetimi', en: 'The paper itself, and the yearly review by USHAŞ' },
  },
  {
    id: 'rg-32882-insurance',
    law: regulation('komplikasyon sigortası'),
    check: { tr: 'İşlem aşamasına gelmiş her vakanın komplikasyon sigortası var mı?', en: 'Has every case that came to its procedure a complication policy?' },
    see: ['GET /api/cases'],
    judge: (facts) => {
      const insured = new Set(
        papers(facts, 'insurance')
          .filter(({ status }) => status === 'bound')
          .map(({ streamId }) => streamId),
      );
      return among(
        facts.cases.filter(({ stage }) => OPERATED.includes(stage)),
        ({ id }) => !insured.has(id),
      );
    },
  },
  {
    id: 'rg-32882-portal',
    law: regulation('HealthTürkiye ve merkezi sağlık sistemine bildirim'),
    check: { tr: 'Hizmetler HealthTürkiye’ye ve e-Nabız/USS’ye bildirildi mi?', en: 'Were services reported to HealthTürkiye and e-Nabız/USS?' },
    see: [],
    attest: { tr: 'Hub’da bu sistemlere bağlantı yoktur', en: 'The hub has no connection to these systems' },
  },
  {
    id: 'rg-32882-centre',
    law: regulation('iki dilde, 7/24 çağrı merkezi; akreditasyon'),
    check: {
      tr: 'Çağrı merkezi iki dilde ve kesintisiz mi, TÜSKA akreditasyonu var mı?',
      en: 'Is the call centre there in two languages at all hours, and is there an accreditation?',
    },
    see: ['GET /api/calls', 'GET /api/authorisations'],
    attest: { tr: 'Çağrılar hub’dadır; vardiya ve diller değil', en: 'Calls are in the hub; shifts and languages are not' },
  },
  {
    id: 'patient-files',
    law: gazette(30808, 'hasta dosyalarının saklanması (yirmi yıl; hukukçuya doğrulatın)'),
    check: { tr: 'Tedavi edilenlerin dosyası en az yirmi yıl tutuluyor mu?', en: 'Are files of treated patients kept for twenty years at least?' },
    see: ['GET /api/retention'],
    judge: (facts) => {
      const years = policyOf(facts)?.medicalRecordYears;
      return years === undefined ? undefined : having(years >= FILE_YEARS, 1, `${years} years`);
    },
    attest: { tr: 'Sürenin bu kuruluş için doğru olduğu', en: 'That the years are right for this tenant' },
  },
  {
    id: 'refusals',
    law: gazette(30224, 'silmenin reddi gerekçeli olur'),
    check: { tr: 'Reddedilen her silme başvurusunun dayandığı madde yazılı mı?', en: 'Does every refusal of an erasure name its ground?' },
    see: ['GET /api/erasures'],
    judge: ({ erasures }) =>
      among(
        erasures.filter(({ asked, granted }) => asked != null && asked !== granted),
        ({ grounds }) => grounds.length === 0,
      ),
  },
];
