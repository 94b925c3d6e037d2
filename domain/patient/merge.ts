// Two records that turn out to be one person. The one that stays takes the other in first, so that of two merges that cross one is always
// refused, and no record is both taken in and taking in. Everything stays on the stream where it was recorded: undoing loses nothing.
import { type Rejection, reject } from '#domain/kernel/decider.ts';
import type { PatientCommand, PatientEvent } from './messages.ts';

export type Merging = { readonly mergedInto?: string; readonly absorbed: readonly string[] };
export const NOT_MERGED: Merging = { absorbed: [] };
type Known = Merging & { readonly registered: boolean };
type Data<T extends PatientCommand['type']> = { readonly data: Extract<PatientCommand, { type: T }>['data'] };
type Decided = readonly PatientEvent[] | Rejection;

/** Why this record may not be taken in by another. */
function obstacle({ registered, mergedInto, absorbed }: Known): 'unknown' | 'merged' | 'has-merged' | undefined {
  if (!registered) return 'unknown';
  return mergedInto ? 'merged' : absorbed.length > 0 ? 'has-merged' : undefined;
}

export const mergeRules = {
  AbsorbPatient: ({ data: { patientId, reason } }: Data<'AbsorbPatient'>, state: Known): Decided => {
    if (!state.registered) return reject('patient.unknown');
    if (state.mergedInto) return reject('patient.merged', { into: state.mergedInto });
    if (state.absorbed.includes(patientId)) return reject('patient.already-merged');
    return [{ type: 'PatientAbsorbed', data: { patientId, reason } }];
  },
  MergePatient: ({ data: { into } }: Data<'MergePatient'>, state: Known): Decided => {
    if (state.mergedInto === into) return [];
    const why = obstacle(state);
    return why ? [{ type: 'MergeDeclined', data: { into, why } }] : [{ type: 'PatientMerged', data: { into } }];
  },
  GiveBackPatient: ({ data: { patientId } }: Data<'GiveBackPatient'>, { absorbed }: Known): Decided =>
    absorbed.includes(patientId) ? [{ type: 'PatientGivenBack', data: { patientId } }] : [],
  UnmergePatient: ({ data: { reason } }: Data<'UnmergePatient'>, { mergedInto }: Known): Decided =>
    mergedInto ? [{ type: 'PatientUnmerged', data: { into: mergedInto, reason } }] : reject('patient.not-merged'),
};

export const merged = {
  PatientAbsorbed: <S extends Merging>({ data }: { data: { patientId: string } }, state: S): S => ({ ...state, absorbed: [...state.absorbed, data.patientId] }),
  PatientGivenBack: <S extends Merging>({ data }: { data: { patientId: string } }, state: S): S => ({
    ...state,
    absorbed: state.absorbed.filter((id) => id !== data.patientId),
  }),
  PatientMerged: <S extends Merging>({ data }: { data: { into: string } }, state: S): S => ({ ...state, mergedInto: data.into }),
  PatientUnmerged: <S extends Merging>(_: unknown, { mergedInto: _into, ...state }: S) => state,
  MergeDeclined: <S extends Merging>(_: unknown, state: S): S => state,
};
