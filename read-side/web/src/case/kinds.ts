import {
  IconBriefcase,
  IconBulb,
  IconDoor,
  IconHeartbeat,
  IconNotes,
  IconPill,
  type IconProps,
  IconBandage,
  IconUser,
  IconVaccine,
  IconVirus,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';

/** The kinds of timeline entries, most asked for first. */
export const KINDS = [
  'Condition',
  'Observation',
  'MedicationRequest',
  'AllergyIntolerance',
  'Procedure',
  'Encounter',
  'Immunization',
  'Case',
  'Recommendation',
  'Patient',
];

export const KIND_ICONS: Record<string, ComponentType<IconProps>> = {
  Patient: IconUser,
  Condition: IconNotes,
  Observation: IconHeartbeat,
  AllergyIntolerance: IconVirus,
  MedicationRequest: IconPill,
  Procedure: IconBandage,
  Encounter: IconDoor,
  Immunization: IconVaccine,
  Case: IconBriefcase,
  Recommendation: IconBulb,
};
