import { showNumber } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { type Report, sumOf } from './report.ts';

const MOST = 100;

/** The sum over all files, the types that are not kept, and every refusal with its place and reason. */
export function ImportReport({ report }: { report: Report }) {
  const { t } = useLanguage();
  const skipped = Object.entries(report.skipped).sort(([, a], [, b]) => b - a);
  const sums = [
    ['created', report.created],
    ['updated', report.updated],
    ['unchanged', report.unchanged],
    ['skipped', sumOf(report.skipped)],
    ['rejected', report.rejected.length],
  ] as const;
  return (
    <>
      <dl className="sums">
        {sums.map(([name, value]) => (
          <div key={name} data-bad={(name === 'rejected' && value > 0) || undefined}>
            <dt>{t(`import.${name}`)}</dt>
            <dd>{showNumber(value)}</dd>
          </div>
        ))}
      </dl>
      {skipped.length > 0 && (
        <>
          <h3 className="eyebrow">{t('import.skippedTypes')}</h3>
          <p className="row import-types">
            {skipped.map(([type, count]) => (
              <span key={type} className="tag">
                {type} {showNumber(count)}
              </span>
            ))}
          </p>
        </>
      )}
      {report.rejected.length > 0 && (
        <>
          <h3 className="eyebrow">{t('import.problems')}</h3>
          <ul className="refusals" tabIndex={0}>
            {report.rejected.slice(0, MOST).map(({ path, reason, file }, n) => (
              <li key={`${file ?? ''}${path}${n}`}>
                <code>{path}</code> {reason} {file && <span className="muted">({file})</span>}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
