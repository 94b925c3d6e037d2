// Invented patients for an empty hub, each with something for the pre-operative rules to say, or with nothing. The family names are the
// placeholders of their languages (Mustermann, Modaal, Örnek …), the phone numbers are unassigned: nobody living is meant.
import { allergy, bloodPressure, type Bundle, body, bundleOf, condition, type Fact, measured, smoking, takes, underwent, type Who } from './bundle.ts';

export type DemoPatient = { readonly bundle: Bundle; readonly procedure: { readonly system: string; readonly code: string; readonly text: string } };
type Story = { readonly who: Who; readonly procedure: readonly [code: string, text: string]; readonly facts: readonly Fact[] };

const who = (number: string, name: string, sex: Who['sex'], age: number, [phone, city, country, language]: readonly [string, string, string, string]): Who => {
  const [given = '', family = ''] = name.split(' ');
  return { number, given, family, sex, age, phone, city, country, language };
};
const neverSmoked = smoking('266919005', 'Never smoked tobacco', 20);
const hypertension = condition('38341003', 'Hypertensive disorder', 2200);
const diabetes = condition('44054006', 'Type 2 diabetes mellitus', 2600);
const metformin = takes('860975', '24 HR Metformin hydrochloride 500 MG Extended Release Oral Tablet', '2 × 1', 400);

const CLINIC: readonly Story[] = [
  {
    who: who('01', 'Ayşe Örnek', 'female', 68, ['+90 500 000 00 01', 'İzmir', 'TR', 'tr']),
    procedure: ['knee-replacement', 'Total knee replacement'],
    facts: [
      condition('49436004', 'Atrial fibrillation', 1500),
      condition('239873007', 'Osteoarthritis of knee', 2000),
      takes('855332', 'Warfarin Sodium 5 MG Oral Tablet', '1 × 1, INR 2–3', 300),
      measured('inr', 'INR', 2.6, '{INR}', 6),
      measured('haemoglobin', 'Haemoglobin', 13.4, 'g/dL', 6),
      measured('creatinine', 'Creatinine', 0.9, 'mg/dL', 6),
      bloodPressure(132, 78, 6),
      ...body(162, 74, 6),
      neverSmoked,
    ],
  },
  {
    who: who('02', 'Mehmet Deneme', 'male', 52, ['+90 500 000 00 02', 'Ankara', 'TR', 'tr']),
    procedure: ['abdominoplasty', 'Abdominoplasty'],
    facts: [
      diabetes,
      metformin,
      measured('hba1c', 'Haemoglobin A1c', 8.7, '%', 12),
      measured('creatinine', 'Creatinine', 1.1, 'mg/dL', 12),
      measured('haemoglobin', 'Haemoglobin', 14.2, 'g/dL', 12),
      bloodPressure(138, 84, 12),
      ...body(176, 92, 12),
      neverSmoked,
    ],
  },
  {
    who: who('03', 'Erika Mustermann', 'female', 47, ['+49 30 23125 003', 'Berlin', 'DE', 'de']),
    procedure: ['breast-reduction', 'Breast reduction'],
    facts: [
      hypertension,
      bloodPressure(190, 115, 2),
      bloodPressure(176, 104, 45),
      measured('haemoglobin', 'Haemoglobin', 13.1, 'g/dL', 9),
      ...body(168, 79, 9),
      smoking('8517006', 'Ex-smoker', 9),
      allergy('91936005', 'Allergy to penicillin', 'high', 3000),
    ],
  },
  {
    who: who('04', 'Fatma Taslak', 'female', 34, ['+90 500 000 00 04', 'Bursa', 'TR', 'tr']),
    procedure: ['liposuction', 'Liposuction'],
    facts: [
      measured('haemoglobin', 'Haemoglobin', 11.2, 'g/dL', 5),
      measured('platelets', 'Platelets', 265, '10*3/uL', 5),
      bloodPressure(112, 70, 5),
      ...body(165, 71, 5),
      neverSmoked,
    ],
  },
  {
    who: who('05', 'John Sample', 'male', 53, ['+44 20 7946 0005', 'Leeds', 'GB', 'en']),
    procedure: ['sleeve-gastrectomy', 'Laparoscopic sleeve gastrectomy'],
    facts: [
      ...body(178, 133.1, 10),
      hypertension,
      diabetes,
      condition('72863001', 'Snoring', 900),
      condition('1023001', 'Apnoea', 300),
      condition('84229001', 'Fatigue', 300),
      measured('neckCircumference', 'Neck circumference', 44, 'cm', 10),
      measured('hba1c', 'Haemoglobin A1c', 7.2, '%', 10),
      measured('haemoglobin', 'Haemoglobin', 14.9, 'g/dL', 10),
      measured('creatinine', 'Creatinine', 1.0, 'mg/dL', 10),
      bloodPressure(148, 92, 10),
      metformin,
    ],
  },
  {
    who: who('06', 'Hasan Numune', 'male', 66, ['+90 500 000 00 06', 'Antalya', 'TR', 'tr']),
    procedure: ['hernia-repair', 'Inguinal hernia repair'],
    facts: [
      condition('53741008', 'Coronary artery disease', 160),
      condition('22298006', 'Myocardial infarction', 150),
      underwent('415070008', 'Percutaneous coronary intervention', 149),
      takes('243670', 'Aspirin 81 MG Oral Tablet', '1 × 1', 149),
      takes('309362', 'Clopidogrel 75 MG Oral Tablet', '1 × 1', 149),
      measured('ejectionFraction', 'Left ventricular ejection fraction', 48, '%', 30),
      measured('creatinine', 'Creatinine', 1.3, 'mg/dL', 8),
      measured('haemoglobin', 'Haemoglobin', 13.8, 'g/dL', 8),
      bloodPressure(126, 74, 8),
      ...body(171, 81, 8),
      smoking('8517006', 'Ex-smoker', 8),
    ],
  },
  {
    who: who('07', 'Anna Przykładowa', 'female', 29, ['+48 000 000 007', 'Kraków', 'PL', 'en']),
    procedure: ['rhinoplasty', 'Rhinoplasty'],
    facts: [
      measured('haemoglobin', 'Haemoglobin', 13.6, 'g/dL', 4),
      measured('platelets', 'Platelets', 240, '10*3/uL', 4),
      bloodPressure(116, 72, 4),
      ...body(170, 61, 4),
      neverSmoked,
    ],
  },
  {
    who: who('08', 'Jan Modaal', 'male', 61, ['+31 0 00 00 00 08', 'Utrecht', 'NL', 'nl']),
    procedure: ['hip-replacement', 'Hip replacement'],
    facts: [
      diabetes,
      hypertension,
      condition('49436004', 'Atrial fibrillation', 800),
      takes('1364445', 'apixaban 5 MG Oral Tablet', '2 × 1', 700),
      measured('hba1c', 'Haemoglobin A1c', 7.9, '%', 420),
      measured('creatinine', 'Creatinine', 1.2, 'mg/dL', 420),
      bloodPressure(142, 86, 730),
    ],
  },
];

const AGENCY: readonly Story[] = [
  {
    who: who('11', 'Jane Placeholder', 'female', 39, ['+353 20 910 0011', 'Cork', 'IE', 'en']),
    procedure: ['dental-veneers', 'Dental veneers'],
    facts: [
      allergy('300916003', 'Latex allergy', 'high', 4000),
      allergy('91936005', 'Allergy to penicillin', 'low', 5000),
      bloodPressure(118, 76, 15),
      ...body(167, 64, 15),
      neverSmoked,
    ],
  },
  {
    who: who('12', 'Omar Mithal', 'male', 55, ['+971 00 000 0012', 'Dubai', 'AE', 'ar']),
    procedure: ['hair-transplant', 'Hair transplant (FUE)'],
    facts: [
      diabetes,
      metformin,
      measured('hba1c', 'Haemoglobin A1c', 8.1, '%', 25),
      bloodPressure(136, 82, 25),
      ...body(174, 86, 25),
      smoking('77176002', 'Smoker', 25),
    ],
  },
  {
    who: who('13', 'Sofia Esempio', 'female', 57, ['+39 000 000 0013', 'Torino', 'IT', 'it']),
    procedure: ['dental-implants', 'Dental implants'],
    facts: [
      hypertension,
      condition('49436004', 'Atrial fibrillation', 500),
      takes('1232086', 'rivaroxaban 20 MG Oral Tablet', '1 × 1', 480),
      measured('creatinine', 'Creatinine', 0.8, 'mg/dL', 20),
      bloodPressure(150, 92, 20),
      ...body(164, 70, 20),
    ],
  },
];

const SYSTEM = 'urn:synchron:demo:procedure';
const told = (stories: readonly Story[], now: Date): DemoPatient[] =>
  stories.map(({ who: person, facts, procedure: [code, text] }) => ({ bundle: bundleOf(person, facts, now), procedure: { system: SYSTEM, code, text } }));

/** The demo patients of each tenant with the procedure each of them wants; all dates count back from `now`. */
export const demoPatients = (now: Date): { readonly clinic: readonly DemoPatient[]; readonly agency: readonly DemoPatient[] } => ({
  clinic: told(CLINIC, now),
  agency: told(AGENCY, now),
});
