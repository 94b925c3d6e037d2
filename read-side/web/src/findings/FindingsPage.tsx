// What the security rules noticed, for the auditor and the tenant's admin: what, who, how much, on which law, and what was made of it.
import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useFindings, useMembers } from '../api/queries.ts';
import { FINDING_STATUSES, type Finding, isAbsent } from '../api/types.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { More } from '../ui/More.tsx';
import { Empty } from '../ui/Notice.tsx';
import { LevelTag } from '../ui/Tags.tsx';
import { Table } from '../ui/Table.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Value } from '../ui/Value.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { When } from '../ui/When.tsx';
import { type Choice, ReviewFinding } from './ReviewFinding.tsx';

type Filter = Finding['status'] | 'all';

export function FindingsPage() {
  const { t } = useLanguage();
  const [filter, setFilter] = useState<Filter>('open');
  const [choice, setChoice] = useState<Choice>();
  const query = useFindings(filter === 'all' ? undefined : filter);
  useTitle(t('findings.title'));
  const items = query.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <div className="page-head">
        <h1>{t('findings.title')}</h1>
        <SegmentedControl
          className="push"
          aria-label={t('findings.status')}
          value={filter}
          onChange={(value) => setFilter(value as Filter)}
          data={[...FINDING_STATUSES, 'all' as const].map((value) => ({ value, label: t(`findings.${value}`) }))}
        />
      </div>
      <p className="muted about">{t('findings.about')}</p>
      <section className="card" aria-label={t('findings.title')} aria-busy={query.isFetching}>
        {items === undefined ? (
          <Waiting of={query} />
        ) : items.length === 0 ? (
          <Empty title={t('findings.empty.title')} body={t('findings.empty.body')} />
        ) : (
          <FindingTable items={items} choose={setChoice} />
        )}
      </section>
      <More of={query} />
      <ReviewFinding choice={choice} close={() => setChoice(undefined)} />
    </>
  );
}

const COLUMNS = ['findings.what', 'findings.who', 'findings.counted', 'findings.when', 'findings.state'] as const;

function FindingTable({ items, choose }: { items: readonly Finding[]; choose: (choice: Choice) => void }) {
  const { t } = useLanguage();
  const { data: members } = useMembers();
  const names = new Map(members?.items.map(({ id, name }) => [id, isAbsent(name) ? undefined : name]));
  return (
    <Table label={t('findings.title')} heads={COLUMNS}>
      {items.map((finding) => (
        <FindingRow key={finding.id} finding={finding} name={names.get(finding.actorId) ?? finding.actorId} choose={choose} />
      ))}
    </Table>
  );
}

function FindingRow({ finding, name, choose }: { finding: Finding; name: string; choose: (choice: Choice) => void }) {
  const { t, language } = useLanguage();
  return (
    <tr>
      <th scope="row">
        <LevelTag level={finding.level} /> {finding.title[language]}
        <small>{t('findings.rule', { rule: finding.rule, version: finding.version })}</small>
        {finding.law.map(({ citation, url }) => (
          <small key={citation}>
            <a href={url} rel="noreferrer" target="_blank">
              {citation}
            </a>
          </small>
        ))}
      </th>
      <td>{name}</td>
      <td>
        {finding.count} <small>{t('findings.threshold', { threshold: finding.threshold })}</small>
        {finding.places?.map(({ eventId, field, kind, count }) => (
          <small key={`${eventId} ${field} ${kind}`}>{t('findings.place', { count, kind: t(`findings.kind.${kind}`), field, event: eventId })}</small>
        ))}
        {finding.patientIds.length > 0 && <small>{t('findings.persons', { count: finding.patientIds.length })}</small>}
      </td>
      <td>
        <When at={finding.to} />
      </td>
      <td>
        <span className={`tag tag-${finding.status}`}>{t(`findings.${finding.status}`)}</span>
        {finding.note !== undefined && (
          <small>
            <Value of={finding.note}>{(note) => note}</Value>
          </small>
        )}
        {finding.status === 'open' && (
          <span className="row">
            {(['confirm', 'dismiss'] as const).map((what) => (
              <Button key={what} size="compact-sm" variant="default" onClick={() => choose({ finding, what })}>
                {t(`findings.${what}`)}
              </Button>
            ))}
          </span>
        )}
      </td>
    </tr>
  );
}
