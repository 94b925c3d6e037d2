// Drugs that thin the blood or stop platelets, recognised by code and, because sources code clinical drugs by the thousand, by the
// ingredient or brand in the words of the source. RxNorm lists the ingredient first, then common clinical drugs.
import { SYSTEM } from './codes.ts';
import { asList, type Coding, type Concept } from './fhir.ts';

/** vka: vitamin K antagonist. doac: direct oral anticoagulant. heparin: parenteral. antiplatelet: P2Y12 and others. */
export type DrugGroup = 'vka' | 'doac' | 'heparin' | 'aspirin' | 'antiplatelet';
export type Drug = {
  readonly ingredient: string;
  readonly group: DrugGroup;
  readonly rxnorm: readonly string[];
  readonly atc: readonly string[];
  readonly snomed: readonly string[];
  readonly names: readonly string[];
};

const drug = (ingredient: string, group: DrugGroup, rxnorm: string, atc: string, snomed: string, names = ''): Drug => {
  const words = (text: string) => text.split(' ').filter(Boolean);
  return { ingredient, group, rxnorm: words(rxnorm), atc: words(atc), snomed: words(snomed), names: [ingredient, ...names.split(', ').filter(Boolean)] };
};

const WARFARIN = '11289 855288 855296 855302 855312 855318 855324 855332 855338 855344';
export const DRUGS: readonly Drug[] = [
  drug('warfarin', 'vka', WARFARIN, 'B01AA03', '372756006 59488002 48603004', 'varfarin, coumadin, orfarin, marevan, jantoven'),
  drug('acenocoumarol', 'vka', '154', 'B01AA07', '', 'asenokumarol, sintrom'),
  drug('phenprocoumon', 'vka', '8150', 'B01AA04', '', 'fenprokumon, marcumar, marcoumar'),
  drug('phenindione', 'vka', '', 'B01AA02', '387260007'),
  drug('apixaban', 'doac', '1364430 1364435 1364445', 'B01AF02', '698090000', 'apiksaban, eliquis'),
  drug('rivaroxaban', 'doac', '1114195 1114198 1232082 1232086', 'B01AF01', '442031002', 'rivaroksaban, xarelto'),
  drug('edoxaban', 'doac', '1599538', 'B01AF03', '712778008', 'edoksaban, lixiana, savaysa'),
  drug('dabigatran', 'doac', '1037042 1037045 1037179', 'B01AE07', '698871007 700029008', 'pradaxa'),
  drug('enoxaparin', 'heparin', '67108', 'B01AB05', '372562003', 'enoksaparin, clexane, oksapar, lovenox'),
  drug('dalteparin', 'heparin', '67109', 'B01AB04', '', 'fragmin'),
  drug('tinzaparin', 'heparin', '', 'B01AB10', '', 'innohep'),
  drug('fondaparinux', 'heparin', '321208', 'B01AX05', '', 'fondaparinuks, arixtra'),
  drug('heparin', 'heparin', '5224', 'B01AB01', '372877000'),
  drug(
    'aspirin',
    'aspirin',
    '1191 243670 308416 212033',
    'B01AC06 N02BA01',
    '387458008 7947003',
    'acetylsalicylic acid, asetilsalisilik asit, ecopirin, coraspin',
  ),
  drug('clopidogrel', 'antiplatelet', '32968 309362', 'B01AC04', '386952008 108979001', 'klopidogrel, plavix'),
  drug('prasugrel', 'antiplatelet', '613391 855812 855818', 'B01AC22', '443129001', 'effient'),
  drug('ticagrelor', 'antiplatelet', '1116632 1116635', 'B01AC24', '698805004', 'tikagrelor, brilinta, brilique'),
  drug('ticlopidine', 'antiplatelet', '10594', 'B01AC05', '386950000', 'tiklopidin'),
  drug('dipyridamole', 'antiplatelet', '3521', 'B01AC07', '387371005', 'dipiridamol'),
  drug('cilostazol', 'antiplatelet', '21107', 'B01AC23', '116087001', 'silostazol'),
];

const GROUPS_THAT_THIN = ['vka', 'doac', 'heparin'] as const;
const coded = ({ rxnorm, atc, snomed }: Drug, { system, code }: Coding): boolean =>
  code !== undefined &&
  ((system === SYSTEM.rxnorm && rxnorm.includes(code)) || (system === SYSTEM.atc && atc.includes(code)) || (system === SYSTEM.snomed && snomed.includes(code)));

const escaped = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const NAMED = DRUGS.map((d) => ({ drug: d, pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:${d.names.map(escaped).join('|')})(?![\\p{L}\\p{N}])`, 'iu') }));

/** Every listed drug in a medication: a combination such as "aspirin / clopidogrel" has two. */
export function drugsIn(medication: Concept | undefined): readonly Drug[] {
  const codings = asList(medication?.coding) as readonly Coding[];
  // The separator keeps a name from being found across two texts.
  const words = [medication?.text, ...codings.map((c) => c.display)]
    .filter((w) => typeof w === 'string')
    .join(' | ')
    .replaceAll('İ', 'i'); // which no case folding does
  return NAMED.filter((n) => codings.some((c) => coded(n.drug, c)) || n.pattern.test(words)).map((n) => n.drug);
}

export const isAnticoagulant = (d: Drug): boolean => (GROUPS_THAT_THIN as readonly DrugGroup[]).includes(d.group);
export const isAntiplatelet = (d: Drug): boolean => d.group === 'aspirin' || d.group === 'antiplatelet';
