import { toProblem } from '../api/problem.ts';
import { isKey, type Translate } from '../i18n/catalogue.ts';

/** Says in a sentence what a failure means for the person and what to do. */
export function explain(error: unknown, t: Translate): string {
  const problem = toProblem(error);
  const detail = problem.faults[0] ? `${problem.faults[0].path} ${problem.faults[0].message}` : problem.message;
  const known = `code.${problem.code}`;
  if (isKey(known)) return t(known);
  if (problem.code === 'network') return t('error.network');
  if (problem.status === 503 || problem.status === 502 || problem.status === 504) return t('error.unavailable');
  if (problem.status === 403) return t('error.forbidden');
  if (problem.status === 404) return t('error.not-found');
  if (problem.status === 409 || problem.status === 412) return t('error.conflict', { detail });
  if (problem.status >= 400 && problem.status < 500) return t('error.invalid', { detail });
  return t('error.bug', { id: problem.correlationId ?? problem.message });
}
