// Special categories: board decision 2018/10, and access that follows care.
import { among, board, type Check, gazette } from './check.ts';
import { byStaff, idle, showsHealth, unsealed, withoutFactor } from './shared.ts';
import type { Case, Facts, Look } from './facts.ts';

const D2018 = (title: string) => board(`KVKK karar 2018/10 (RG 30353): ${title}`);
const CARING: readonly string[] = ['treatment', 'care-coordination'];
const forCare = (facts: Facts): Look[] => byStaff(facts).filter((look) => CARING.includes(look.purpose) && showsHealth(look));
/** The patients whose health data were shown, each by the record that stands for them. */
const shownIn = ({ patients }: Facts, { shown }: Look): string[] => shown.flatMap(({ id, health }) => (health && patients.has(id) ? [patients.get(id)!] : []));
const personOf = ({ patients }: Facts, { patientId }: Case): string => patients.get(patientId) ?? patientId;
const RUNNING: readonly string[] = ['active', 'onHold'];

/** The person's last care ended before; of somebody without a case there was none. */
function afterCare(facts: Facts): (look: Look) => boolean {
  const of = Map.groupBy(facts.cases, (one) => personOf(facts, one));
  const isOver = (id: string, at: Date) => {
    const own = of.get(id) ?? [];
    return own.length > 0 && own.every(({ status, updatedAt }) => !RUNNING.includes(status) && updatedAt < at);
  };
  return (look) => shownIn(facts, look).some((id) => isOver(id, look.at));
}

export const SENSITIVE: readonly Check[] = [
  {
    id: 'kvkk-2018-10-policy',
    law: D2018('ayrı politika, eğitim, gizlilik sözleşmesi'),
    check: { tr: 'Özel nitelikli veriler için ayrı, yazılı bir politika var mı?', en: 'Is there a written policy of its own for special categories?' },
    see: ['hub audit report processing-inventory'],
    attest: { tr: 'Politika, eğitimler ve gizlilik sözleşmeleri hub dışındadır', en: 'Policy, training and agreements of secrecy are outside the hub' },
  },
  {
    id: 'kvkk-2018-10-review',
    law: D2018('yetkilerin dönemsel denetimi'),
    check: {
      tr: 'Sağlık verisi yetkisi olup doksan gündür kullanmayan üye var mı?',
      en: 'Does any member have access to health data and not use it for ninety days?',
    },
    see: ['hub audit report access-recertification'],
    judge: idle,
  },
  {
    id: 'kvkk-2018-10-leaving',
    law: D2018('ayrılanın yetkisinin derhal kaldırılması'),
    check: { tr: 'Ayrılmış bir üyenin verdiği, hâlâ geçerli bir anahtar var mı?', en: 'Is any key still valid that a member issued who has left?' },
    see: ['GET /api/keys', 'GET /api/members'],
    judge: ({ keys, staff, now }) => {
      const left = new Set(staff.filter((one) => !one.active).map(({ id }) => id));
      return among(
        keys.filter(({ revokedAt, expiresAt }) => !revokedAt && (!expiresAt || expiresAt > now)),
        ({ issuedBy }) => left.has(issuedBy),
      );
    },
  },
  {
    id: 'kvkk-2018-10-crypto',
    law: D2018('kriptografik saklama, anahtarların ayrı tutulması'),
    check: { tr: 'Saklanan sağlık ve kişisel alanların tümü şifreli mi?', en: 'Are all stored health and personal fields enciphered?' },
    see: ['hub keys status'],
    judge: unsealed,
    attest: { tr: 'Anahtar veritabanının ayrı bir yerde tutulduğu ve yedeklendiği', en: 'That the keys’ database and its backups are kept elsewhere' },
  },
  {
    id: 'kvkk-2018-10-logging',
    law: D2018('hareketlerin güvenli olarak kaydı'),
    check: {
      tr: 'Görüntüleme kayıtlarının her birinde bakan, oturum ve amaç var mı?',
      en: 'Does every record of a look by staff name reader, session and purpose?',
    },
    see: ['GET /api/disclosures', 'GET /api/audit/ledger'],
    judge: (facts) => among(byStaff(facts), ({ readerId, session, purpose }) => !readerId || !session || !purpose),
  },
  {
    id: 'kvkk-2018-10-factor',
    law: D2018('uzaktan erişimde iki kademeli doğrulama'),
    check: { tr: 'Sağlık verisine erişen herkesin iki kademeli doğrulaması var mı?', en: 'Is there a second factor for everybody who reaches health data?' },
    see: ['GET /api/members'],
    judge: withoutFactor,
  },
  {
    id: 'kvkk-2018-10-transfer',
    law: D2018('VPN veya sFTP ile aktarım, fiziksel ortam'),
    check: { tr: 'Yerleşkeler arasındaki aktarım VPN ya da sFTP ile mi?', en: 'Is transfer between sites by VPN or sFTP?' },
    see: [],
    attest: { tr: 'Ağ ve binalar hub dışındadır', en: 'Networks and buildings are outside the hub' },
  },
  {
    id: 'kvkk-2023-695',
    law: board('KVKK karar 2023/695 ve 2021/962: tedavi etmediği kişinin verisine bakmak'),
    check: { tr: 'Tedavi diye bakılan sağlık verileri, vakası olan kişilerin mi?', en: 'Was health data shown for care only of people who have a case?' },
    see: ['GET /api/disclosures', 'GET /api/findings'],
    judge: (facts) => {
      const cared = new Set(facts.cases.map((one) => personOf(facts, one)));
      return among(forCare(facts), (look) => shownIn(facts, look).some((id) => !cared.has(id)));
    },
  },
  {
    id: 'rg-30808-episode',
    law: gazette(30808, 'Kişisel Sağlık Verileri Yönetmeliği (değ. RG 33096): hizmet bitene kadar erişim'),
    check: { tr: 'Bakımı bitmiş birinin sağlık verisi tedavi diye gösterildi mi?', en: 'Was health data shown for care after the person’s care was over?' },
    see: ['GET /api/disclosures', 'GET /api/cases'],
    judge: (facts) => among(forCare(facts), afterCare(facts)),
    attest: { tr: 'e-Nabız gizlilik ayarlarına uyulduğu; hub onları bilmez', en: 'That settings of e-Nabız are respected; the hub does not know them' },
  },
];
