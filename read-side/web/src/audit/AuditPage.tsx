// The auditor's pages under one head, with a way to each part.
import './audit.css';
import '../replay/replay.css';
import type { ReactNode } from 'react';
import { useHere, useMembership } from '../app/hub.tsx';
import type { Place } from '../app/place.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Link } from '../ui/Link.tsx';
import { Empty } from '../ui/Notice.tsx';
import { BreakGlassPage } from './BreakGlassPage.tsx';
import { DisclosuresPage } from './DisclosuresPage.tsx';
import { ErasuresPage } from './ErasuresPage.tsx';
import { EvidencePage } from './EvidencePage.tsx';
import { LedgerPage } from './LedgerPage.tsx';
import { partsOf } from './parts.ts';
import { FindStream } from './FindStream.tsx';
import { StreamPage } from './StreamPage.tsx';
import { TracePage } from './TracePage.tsx';

export function AuditPage({ place }: { place: Place }) {
  const { t } = useLanguage();
  const here = useHere();
  const { member } = useMembership();
  const parts = partsOf(member.roles);
  const shown = place.part === 'traces' ? 'streams' : (place.part ?? parts[0]);
  if (!parts.some((part) => part === shown)) return <Empty title={t('audit.title')} body={t('audit.notYours')} wholePage />;
  return (
    <>
      <div className="page-head">
        <h1>{t('audit.title')}</h1>
        <nav className="audit-parts" aria-label={t('audit.parts')}>
          {parts.map((part) => (
            <Link key={part} to={here(`/audit/${part}`)} aria-current={part === shown ? 'page' : undefined}>
              {t(`audit.part.${part}`)}
            </Link>
          ))}
        </nav>
      </div>
      <Part place={{ ...place, part: place.part ?? parts[0] }} />
    </>
  );
}

function Part({ place: { part, slice, id, search } }: { place: Place }): ReactNode {
  if (part === 'disclosures') return <DisclosuresPage key={search.toString()} search={search} />;
  if (part === 'break-glass') return <BreakGlassPage />;
  if (part === 'erasures') return <ErasuresPage />;
  if (part === 'ledger') return <LedgerPage search={search} />;
  if (part === 'evidence') return <EvidencePage search={search} />;
  if (part === 'traces' && id) return <TracePage key={id} id={id} />;
  return slice && id ? <StreamPage key={`${slice} ${id}`} slice={slice} id={id} search={search} /> : <FindStream />;
}
