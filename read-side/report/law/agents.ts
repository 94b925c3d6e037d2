// The authority's guides on artificial intelligence: what agents and models may do with data.
import { among, board, type Check } from './check.ts';
import { entries, type Facts, papers } from './facts.ts';

/** Others may rest on nothing being there, such as no risk factor at all. */
const WARNINGS: readonly string[] = ['amber', 'red', 'emergency'];
/** What agents may open data for: never for treatment, a person's own record, or to share them. */
const OF_AGENTS: readonly string[] = ['recommendation', 'rule', 'care-coordination', 'administration'];

/** Whether a person had agreed to `ai-processing` then, on any record of theirs: a withdrawal counts from when it was said. */
function agreedToModels(facts: Facts): (person: string, at: Date) => boolean {
  const said = papers(facts, 'consent').flatMap(({ streamId, doc }) =>
    entries(doc['purposes']).flatMap(({ purpose, status, at = 0 }) =>
      purpose === 'ai-processing' ? [{ person: facts.patients.get(streamId), status, at: new Date(at) }] : [],
    ),
  );
  const of = Map.groupBy(said, ({ person }) => person);
  return (person, at) => (of.get(person) ?? []).some((one) => one.status === 'granted' || one.at >= at);
}

export const AGENTS: readonly Check[] = [
  {
    id: 'kvkk-ai-chain',
    law: board('KVKK Etken Yapay Zekâ rehberi (12 Mart 2026): izlenebilir zincir'),
    check: {
      tr: 'Her uyarı dayandığı olayları söylüyor mu?',
      en: 'Does every warning name the events it rests on?',
    },
    see: ['GET /api/recommendations', 'GET /api/audit/traces/{correlationId}'],
    judge: ({ advice }) =>
      among(
        advice.filter(({ level }) => WARNINGS.includes(level)),
        ({ inputs }) => inputs === 0,
      ),
  },
  {
    id: 'kvkk-ai-purpose',
    law: board('KVKK Etken Yapay Zekâ rehberi (12 Mart 2026): her etkenin amacı'),
    check: { tr: 'Etkenler veriyi yalnız kendi amaçlarıyla mı açtı?', en: 'Did agents open data only for purposes of their own?' },
    see: ['GET /api/disclosures'],
    judge: ({ looks }) =>
      among(
        looks.filter(({ readerKind, readerRole }) => readerKind === 'agent' && readerRole !== 'service'),
        ({ purpose }) => !OF_AGENTS.includes(purpose),
      ),
    attest: { tr: 'Rollerin dağılımı ve modelin seçimi', en: 'Who answers for what, and the choice of the model' },
  },
  {
    id: 'kvkk-genai-consent',
    law: board('KVKK Üretken Yapay Zekâ rehberi (24 Kasım 2025): modele giden veri'),
    check: { tr: 'Dil modeline yalnız buna rızası olanların verisi mi gitti?', en: 'Did data go to a language model only of people who had agreed to it?' },
    see: ['GET /api/disclosures'],
    judge: (facts) => {
      const agreed = agreedToModels(facts);
      return among(
        facts.looks.filter(({ abroad, readerId }) => abroad != null && /google|gemini/i.test(readerId)),
        ({ shown, at }) => shown.some(({ id }) => facts.patients.has(id) && !agreed(facts.patients.get(id)!, at)),
      );
    },
  },
];
