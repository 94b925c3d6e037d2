// Clinical codes that rules and views ask for, as data. Systems are the URIs that FHIR R4 gives them.

export const SYSTEM = {
  loinc: 'http://loinc.org',
  snomed: 'http://snomed.info/sct',
  rxnorm: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  atc: 'http://www.whocc.no/atc',
  icd10: 'http://hl7.org/fhir/sid/icd-10',
  ucum: 'http://unitsofmeasure.org',
} as const;

/** LOINC codes of one measurement each; the unit of a result decides how it is read. */
export const LOINC = {
  /** 4548-4, 17856-6, 4549-2 in %, 59261-8 in mmol/mol. */
  hba1c: ['4548-4', '17856-6', '4549-2', '59261-8'],
  bloodPressure: ['85354-9', '55284-4'],
  systolic: ['8480-6'],
  diastolic: ['8462-4'],
  /** 59260-0 is in mmol/L, the others in g/dL or g/L. */
  haemoglobin: ['718-7', '20509-6', '30313-1', '59260-0'],
  haematocrit: ['4544-3', '20570-8'],
  platelets: ['777-3', '26515-7'],
  bmi: ['39156-5'],
  weight: ['29463-7', '3141-9'],
  height: ['8302-2', '3137-7'],
  /** 14682-9 is in µmol/L, the others in mg/dL. */
  creatinine: ['2160-0', '38483-4', '14682-9'],
  egfr: ['33914-3', '62238-1', '98979-8', '77147-7', '48642-3'],
  inr: ['6301-6', '34714-6', '38875-1'],
  glucose: ['2339-0', '2345-7', '1558-6'],
  potassium: ['6298-4', '2823-3'],
  ejectionFraction: ['10230-1', '8806-2'],
  neckCircumference: ['56074-8'],
  smoking: ['72166-2'],
} as const;
export type Measurement = keyof typeof LOINC;

/** SNOMED CT codes of conditions and procedures that count in a rule, grouped by what they mean there. */
export const SNOMED = {
  diabetes: ['73211009', '44054006', '46635009', '127013003', '368581000119106'],
  diabetesType2: ['44054006', '368581000119106'],
  prediabetes: ['15777000'],
  hypertension: ['38341003', '59621000'],
  obesity: ['162864005', '414916001', '414915002'],
  severeObesity: ['408512008', '238136002'],
  ischaemicHeartDisease: ['53741008', '414545008', '194828000', '22298006', '57054005', '399211009', '401303003', '401314000'],
  myocardialInfarction: ['22298006', '57054005', '399211009', '401303003', '401314000'],
  heartFailure: ['84114007', '42343007', '88805009', '85232009', '10335000'],
  stroke: ['230690007', '422504002', '274100004'],
  transientIschaemicAttack: ['266257000'],
  atrialFibrillation: ['49436004', '282825002', '440059007', '440028005'],
  cardiacArrest: ['410429000', '429007001'],
  chronicLungDisease: ['13645005', '87433001', '185086009'],
  asthma: ['195967001', '233678006'],
  kidneyDisease: ['709044004', '431855005', '431856006', '433144002', '431857002', '433146000'],
  endStageKidneyDisease: ['46177005', '433146000'],
  sleepApnoea: ['73430006', '78275009'],
  snoring: ['72863001'],
  tiredness: ['84229001', '271782001'],
  observedApnoea: ['1023001'],
  pregnancy: ['72892002', '77386006'],
  anaemia: ['271737000', '87522002'],
  currentSmoker: ['77176002', '449868002', '428041000124106', '428061000124105', '428071000124103'],
  formerSmoker: ['8517006'],
  neverSmoker: ['266919005'],
  alcoholDependence: ['7200002', '66590003'],
  /** Percutaneous coronary intervention and stent placement. */
  coronaryStent: ['415070008', '36969009', '429639007'],
  coronaryBypass: ['232717009'],
  dialysis: ['108241001', '265764009'],
  pacemaker: ['307280005', '233174007'],
} as const;
export type Finding = keyof typeof SNOMED;

/** SNOMED CT codes which say that there is no allergy: they are statements, not allergies. */
export const NO_ALLERGY = ['716186003', '409137002', '428607008', '429625007', '716184000', '716185004'] as const;
