import { IconExternalLink, IconFileAlert } from '@tabler/icons-react';
import type { Recommendation } from '../api/types.ts';
import { isAbsent } from '../api/types.ts';
import { wordFor } from '../i18n/catalogue.ts';
import { showDateTime } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { useWho } from '../members/use-who.ts';
import { DecisionTag, LevelTag } from '../ui/Tags.tsx';
import { Value } from '../ui/Value.tsx';
import { Ago } from '../ui/When.tsx';
import { DecisionBar } from './DecisionBar.tsx';
import { ScoringTable } from './ScoringTable.tsx';

/** One finding: what, why, on what evidence, and what people may do with it. */
export function RecommendationCard({ item }: { item: Recommendation }) {
  const { t, language } = useLanguage();
  const isOpen = item.status === 'open';
  return (
    <article className="card rec" data-level={item.level} data-open={isOpen || undefined} aria-label={item.title[language]}>
      <header className="rec-head">
        <LevelTag level={item.level} />
        {!isOpen && <DecisionTag status={item.status} />}
        <span className="push muted small">
          <Ago at={item.issuedAt} />
        </span>
        <h3>{item.title[language]}</h3>
      </header>
      <p className="rec-text">
        <Value of={item.text}>{(text) => text[language]}</Value>
      </p>
      <Decision item={item} />
      <Missing fields={item.missing} />
      <Actions actions={item.actions} />
      <details className="rec-why" open={isOpen && item.level !== 'info'}>
        <summary>{t('rec.why')}</summary>
        <Value of={item.items}>{(items) => <ScoringTable items={items} />}</Value>
        {item.evidence.length > 0 && (
          <p className="rec-evidence">
            <span className="eyebrow">{t('rec.evidence')}</span>
            {item.evidence.map(({ citation, year, url }) => (
              <a key={url} href={url} target="_blank" rel="noopener noreferrer">
                {citation} ({year})
                <IconExternalLink size={13} aria-hidden />
                <span className="unseen">{t('common.newTab')}</span>
              </a>
            ))}
          </p>
        )}
        <p className="rec-source">
          <code>
            {item.rule}@{item.version}
          </code>
          <span>{t('rec.unsigned')}</span>
          <span>{t('rec.inputs', { events: t('common.events', { count: item.inputEventIds.length }) })}</span>
          <span>{t(`rec.${item.wording}`)}</span>
        </p>
      </details>
      {isOpen && <DecisionBar item={item} />}
    </article>
  );
}

function Missing({ fields }: { fields: string[] }) {
  const { t } = useLanguage();
  if (fields.length === 0) return null;
  return (
    <p className="row rec-missing">
      <IconFileAlert size={15} aria-hidden />
      <span className="eyebrow">{t('rec.missing')}</span>
      {fields.map((field) => (
        <span key={field} className="tag tag-insufficient-data">
          {wordFor(t, 'input', field)}
        </span>
      ))}
    </p>
  );
}

function Actions({ actions }: { actions: Recommendation['actions'] }) {
  const { t, language } = useLanguage();
  if (actions.length === 0) return null;
  return (
    <div className="rec-actions">
      <span className="eyebrow">{t('rec.actions')}</span>
      <ul>
        {actions.map(({ code, label }) => (
          <li key={code}>{label[language]}</li>
        ))}
      </ul>
    </div>
  );
}

function Decision({ item }: { item: Recommendation }) {
  const { t } = useLanguage();
  const nameOf = useWho();
  if (item.status === 'expired') return <p className="rec-decision small muted">{wordFor(t, 'expiry', item.expiry ?? '')}</p>;
  if (!item.decidedAt) return null;
  const who = item.decidedBy ? nameOf(item.decidedBy) : t('role.system');
  return (
    <div className="rec-decision">
      <p className="small muted">{t('rec.by', { status: t(`rec.status.${item.status}`), who, at: showDateTime(item.decidedAt) })}</p>
      <Value of={item.decision}>
        {(decision) => {
          const lines = [decision.text, decision.reason, decision.note].filter((line): line is string => typeof line === 'string' && !isAbsent(line));
          return lines.map((line) => <p key={line}>{line}</p>);
        }}
      </Value>
    </div>
  );
}
