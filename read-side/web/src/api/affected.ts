import type { LiveEvent } from './types.ts';

export type QueryKey = readonly unknown[];

/** The query keys that an event makes out of date. A key covers every query that starts with it. */
export function affected({ slice, id, caseId, patientId }: Pick<LiveEvent, 'slice' | 'id' | 'caseId' | 'patientId'>): QueryKey[] {
  const ofCase = caseId ?? (slice === 'case' ? id : undefined);
  const ofPatient = patientId ?? (slice === 'patient' ? id : undefined);
  const keys: QueryKey[] = [];
  if (slice === 'case' || slice === 'recommendation') keys.push(['cases']);
  if (ofCase) keys.push(['case', ofCase], ['replay', ofCase]);
  if (ofPatient) keys.push(['timeline', ofPatient], ['patient', ofPatient]);
  if (slice === 'patient') keys.push(['patients'], ['cases']);
  if (slice === 'patient' && !ofCase) keys.push(['case']);
  if (slice === 'member') keys.push(['members']);
  if (slice === 'apikey') keys.push(['keys']);
  if (slice === 'finding') keys.push(['findings']);
  if (slice === 'adapter') keys.push(['adapters']);
  return keys;
}
