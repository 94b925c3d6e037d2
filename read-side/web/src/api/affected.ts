import type { LiveEvent } from './types.ts';

export type QueryKey = readonly unknown[];

/** The query keys that an event makes out of date. A key covers every query that starts with it. */
export function affected({ slice, id, caseId, patientId }: Pick<LiveEvent, 'slice' | 'id' | 'caseId' | 'patientId'>): QueryKey[] {
  const ofCase = caseId ?? (slice === 'case' ? id : undefined);
  const ofPatient = patientId ?? (slice === 'patient' ? id : undefined);
  const keys: QueryKey[] = [['processes']]; // any event may be a step of one
  if (slice === 'case' || slice === 'recommendation') keys.push(['cases']);
  if (ofCase) keys.push(['case', ofCase], ['replay', ofCase]);
  if (ofPatient) keys.push(['timeline', ofPatient], ['patient', ofPatient]);
  if (slice === 'patient') keys.push(['patients'], ['cases']);
  if (slice === 'patient' && !ofCase) keys.push(['case']);
  if (slice === 'member') keys.push(['members'], ['factor'], ['sessions']);
  if (slice === 'apikey') keys.push(['keys']);
  if (slice === 'conversation') keys.push(['conversations'], ['conversation', id]);
  if (slice === 'appointment') keys.push(['appointments']);
  if (slice === 'appointment' || slice === 'schedule') keys.push(['availability']);
  if (slice === 'offering') keys.push(['offerings'], ['availability']);
  if (slice === 'device') keys.push(['devices']);
  if (slice === 'firmware') keys.push(['firmware']);
  if (slice === 'finding') keys.push(['findings']);
  if (slice === 'adapter') keys.push(['adapters']);
  return keys;
}
