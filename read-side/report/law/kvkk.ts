// KVKK (Law 6698), articles 4 to 7.
import { among, type Check, having, kvkk } from './check.ts';
import { entries, papers } from './facts.ts';
import { policyOf, retentionPolicy, unacknowledged, unsealed } from './shared.ts';

export const KVKK_PRINCIPLES: readonly Check[] = [
  {
    id: 'kvkk-4',
    law: kvkk('4', 'genel ilkeler'),
    check: {
      tr: 'En yeni hastaların sağlık verisi olaylarının her biri amacını söylüyor mu?',
      en: 'Does each of the newest patients’ events with health data say what for?',
    },
    see: ['hub audit report processing-inventory', 'GET /api/audit/streams/{slice}/{id}'],
    judge: ({ sample }) =>
      among(
        sample.filter(({ health }) => health),
        ({ purpose }) => !purpose,
      ),
    attest: { tr: 'Verinin doğru ve güncel olduğu', en: 'That the data are accurate and up to date' },
  },
  {
    id: 'kvkk-5',
    law: kvkk('5', 'kişisel verilerin işlenme şartları'),
    check: {
      tr: 'Acentede herkesin sağlık verisi için rızası, yoksa bildirilmiş bir dayanak var mı?',
      en: 'At an agency: has everybody agreed to health data, or is a basis declared?',
    },
    see: ['GET /api/lawful-basis'],
    judge: (facts) => {
      if (facts.kind === 'clinic') return { looked: 0, against: [] };
      const agreed = papers(facts, 'consent').filter(({ doc }) =>
        entries(doc['purposes']).some(({ purpose, status }) => purpose === 'health-data' && status === 'granted'),
      );
      const who = new Set(agreed.map(({ streamId }) => streamId));
      const declared = papers(facts, 'basis').some(({ status }) => status === 'declared');
      return { looked: facts.people.length, against: declared ? [] : facts.people.filter((id) => !who.has(id)) };
    },
  },
  {
    id: 'kvkk-6',
    law: kvkk('6', 'özel nitelikli kişisel veriler'),
    check: {
      tr: 'En yeni hastaların olaylarında kişisel ve sağlık alanlarının tümü mühürlü mü?',
      en: 'Is every personal and health field in the newest patients’ events sealed?',
    },
    see: ['hub keys status', 'hub audit report processing-inventory'],
    judge: unsealed,
  },
  {
    id: 'kvkk-6-basis',
    law: kvkk('6/3', 'sağlık verisinin işlenme şartları'),
    check: { tr: 'Sağlık verisi olaylarının her birinde hukuki dayanak yazılı mı?', en: 'Does each event with health data say its lawful basis?' },
    see: ['GET /api/lawful-basis', 'GET /api/audit/streams/{slice}/{id}'],
    judge: ({ sample }) =>
      among(
        sample.filter(({ health }) => health),
        ({ basis }) => !basis,
      ),
  },
  {
    id: 'kvkk-7',
    law: kvkk('7', 'silme, yok etme, anonim hale getirme'),
    check: { tr: 'Verisi tutulan varsa bir saklama ve imha politikası var mı?', en: 'Is there a policy of retention and destruction, once data are held?' },
    see: ['GET /api/retention'],
    judge: retentionPolicy,
  },
  {
    id: 'kvkk-7-runs',
    law: kvkk('7, RG 30224 m. 11', 'periyodik imha, en çok altı ayda bir'),
    check: { tr: 'Dönemsel imhanın günü geçmeden, en çok altı ay arayla yapılıyor mu?', en: 'Are runs of destruction on time, and at most six months apart?' },
    see: ['GET /api/retention'],
    judge: (facts) => {
      const policy = policyOf(facts);
      if (!policy) return having(false, facts.people.length, 'retention-policy');
      const isLate = policy.next === undefined || new Date(policy.next) < facts.now;
      return having(!isLate && (policy.everyDays ?? Infinity) <= 183, 1, `next ${policy.next ?? 'unknown'}`);
    },
  },
  {
    id: 'kvkk-7-copies',
    law: kvkk('7, Kurum imha rehberi', 'anahtarların tüm kopyaları'),
    check: { tr: 'Biten silmelerde her yer sildiğini bildirdi mi?', en: 'Has every place acknowledged, in erasures that are complete?' },
    see: ['GET /api/erasures', 'hub erasures status'],
    judge: unacknowledged,
    attest: { tr: 'Anahtar yedeklerinin bildirilen süreden uzun tutulmadığı', en: 'That backups of the keys are kept no longer than the hub was told' },
  },
  {
    id: 'kvkk-7-until',
    law: kvkk('7', 'kopyanın süresi'),
    check: { tr: 'Bildirilen günü geçtiği halde duran bir kopya var mı?', en: 'Is any copy still there after the day it was to end?' },
    see: ['GET /api/erasures'],
    judge: ({ erasures, now }) =>
      among(
        erasures.filter(({ startedAt }) => startedAt != null),
        ({ sinks }) => sinks.some(({ at, expiresAt }) => !at && expiresAt !== undefined && new Date(expiresAt).getTime() + 86_400_000 < now.getTime()),
      ),
  },
];
