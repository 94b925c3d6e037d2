// A made-up patient whose record gives the pre-op rules something to find. Dates are relative to now, so that nothing is stale.
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const coded = (system: string, code: string, text: string) => ({ coding: [{ system, code, display: text }], text });
const snomed = (code: string, text: string) => coded('http://snomed.info/sct', code, text);
const loinc = (code: string, text: string) => coded('http://loinc.org', code, text);
const quantity = (value: number, code: string) => ({ value, unit: code, system: 'http://unitsofmeasure.org', code });
const about = { reference: 'urn:uuid:7c7d0b1e-0000-4000-8000-000000000001' };

const observation = (id: string, code: object, value: object, days: number) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code,
  subject: about,
  effectiveDateTime: daysAgo(days),
  ...value,
});

const resources = (family: string) => [
  {
    resourceType: 'Patient',
    id: '7c7d0b1e-0000-4000-8000-000000000001',
    identifier: [{ system: 'https://example.org/mrn', value: `e2e-${family}` }],
    name: [{ use: 'official', family, given: ['Selin'] }],
    gender: 'female',
    birthDate: '1968-04-17',
    communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'de' }], text: 'Deutsch' }, preferred: true }],
  },
  {
    resourceType: 'AllergyIntolerance',
    id: 'allergy',
    clinicalStatus: coded('http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', 'active', 'active'),
    criticality: 'high',
    code: snomed('91936005', 'Penisilin alerjisi'),
    patient: about,
    recordedDate: daysAgo(900),
  },
  {
    resourceType: 'Condition',
    id: 'diabetes',
    clinicalStatus: coded('http://terminology.hl7.org/CodeSystem/condition-clinical', 'active', 'active'),
    code: snomed('44054006', 'Tip 2 diyabet'),
    subject: about,
    onsetDateTime: daysAgo(2400),
    recordedDate: daysAgo(2400),
  },
  {
    resourceType: 'MedicationRequest',
    id: 'warfarin',
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: coded('http://www.nlm.nih.gov/research/umls/rxnorm', '855332', 'Warfarin Sodium 5 MG Oral Tablet'),
    subject: about,
    authoredOn: daysAgo(40),
  },
  observation('hba1c', loinc('4548-4', 'HbA1c'), { valueQuantity: quantity(8.9, '%') }, 12),
  observation('bmi', loinc('39156-5', 'Vücut kitle indeksi'), { valueQuantity: quantity(41.3, 'kg/m2') }, 12),
  observation('haemoglobin', loinc('718-7', 'Hemoglobin'), { valueQuantity: quantity(10.6, 'g/dL') }, 12),
  observation(
    'pressure',
    loinc('85354-9', 'Kan basıncı'),
    {
      component: [
        { code: loinc('8480-6', 'Sistolik'), valueQuantity: quantity(186, 'mm[Hg]') },
        { code: loinc('8462-4', 'Diyastolik'), valueQuantity: quantity(104, 'mm[Hg]') },
      ],
    },
    12,
  ),
  { resourceType: 'Claim', id: 'claim', status: 'active' },
];

/** A FHIR R4 transaction Bundle: one patient, seven clinical resources, and one Claim that the hub does not keep. */
export const bundleOf = (family: string): object => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: resources(family).map((resource) => ({
    ...(resource.resourceType === 'Patient' && { fullUrl: about.reference }),
    resource,
    request: { method: 'POST', url: resource.resourceType },
  })),
});
