import { toProblem } from '../api/problem.ts';
import { EMPTY, type Report } from './report.ts';

/** What `POST /fhir?report=true` answers for one file. `expression` is FHIRPath. */
export type FileReport = {
  created: number;
  updated: number;
  unchanged: number;
  skipped: Record<string, number>;
  rejected: { expression: string; code: string; diagnostics: string }[];
  position?: string;
};

const isFileReport = (body: unknown): body is FileReport => typeof body === 'object' && body !== null && 'rejected' in body && 'skipped' in body;

export const toReport = ({ rejected, ...counts }: FileReport, file: string): Report => ({
  created: counts.created,
  updated: counts.updated,
  unchanged: counts.unchanged,
  skipped: counts.skipped,
  rejected: rejected.map(({ expression, diagnostics }) => ({ path: expression, reason: diagnostics, file })),
});

/** A refused file: the report in the refusal when there is one, else the problem itself as the reason. */
export function toRefusal(error: unknown, file: string): Report {
  const { body, faults, message } = toProblem(error);
  if (isFileReport(body)) return toReport(body, file);
  const reasons = faults.map((fault) => ({ path: fault.path, reason: fault.message, file }));
  return { ...EMPTY, rejected: reasons.length > 0 ? reasons : [{ path: file, reason: message }] };
}
