import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useMembers } from '../api/queries.ts';
import { isAbsent } from '../api/types.ts';
import { useHere } from '../app/hub.tsx';
import { navigate } from '../app/router.ts';
import { wordFor } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { More } from '../ui/More.tsx';
import { Empty } from '../ui/Notice.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Waiting } from '../ui/Waiting.tsx';
import { DisclosureTable } from './DisclosureTable.tsx';
import { PatientPicker } from '../patients/PatientPicker.tsx';
import { type Filter, search as query, useDisclosures } from './queries.ts';

const PURPOSES = ['treatment', 'care-coordination', 'payment', 'administration', 'audit', 'own-record', 'sharing', 'emergency', 'recommendation', 'rule'];
const NAMES = ['personId', 'readerId', 'purpose', 'caseId', 'from', 'to'] as const;

/** Who saw what of whom. The filters stand in the address, so that a finding can be shared. */
export function DisclosuresPage({ search }: { search: URLSearchParams }) {
  const { t } = useLanguage();
  const here = useHere();
  useTitle(`${t('audit.part.disclosures')} · ${t('audit.title')}`);
  const filter: Filter = Object.fromEntries(NAMES.map((name) => [name, search.get(name) ?? undefined]));
  const found = useDisclosures(filter);
  const choose = (part: Filter) => navigate(here(`/audit/disclosures?${query({ ...filter, ...part })}`), { replace: true });
  const items = found.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <Filters filter={filter} choose={choose} />
      <section className="card" aria-label={t('audit.part.disclosures')} aria-busy={found.isFetching}>
        {!items ? (
          <Waiting of={found} height={240} />
        ) : items.length === 0 ? (
          <Empty title={t('audit.none')} body={t('audit.disclosures.none')} />
        ) : (
          <DisclosureTable items={items} choose={choose} />
        )}
      </section>
      <More of={found} />
    </>
  );
}

const day = (iso: string | undefined): string => iso?.slice(0, 10) ?? '';
const midnight = (date: string): string | undefined => (date ? `${date}T00:00:00.000Z` : undefined);

function Filters({ filter, choose }: { filter: Filter; choose: (part: Filter) => void }) {
  const { t } = useLanguage();
  const { data } = useMembers();
  const [caseId, setCaseId] = useState(filter['caseId'] ?? '');
  const members = (data?.items ?? []).map(({ id, name }) => ({ value: id, label: isAbsent(name) ? id : name }));
  const reader = filter['readerId'];
  const known = !reader || members.some(({ value }) => value === reader);
  return (
    <form
      className="card audit-fields audit-filters"
      aria-label={t('audit.filters')}
      onSubmit={(event) => {
        event.preventDefault();
        choose({ caseId: caseId.trim() });
      }}
    >
      <PatientPicker label={t('audit.whose')} value={filter['personId'] ?? null} onPick={(personId) => choose({ personId })} />
      <Select
        label={t('audit.reader')}
        data={known ? members : [...members, { value: reader, label: reader }]}
        value={reader ?? null}
        onChange={(id) => choose({ readerId: id ?? undefined })}
        searchable
        clearable
      />
      <Select
        label={t('audit.purpose')}
        data={PURPOSES.map((one) => ({ value: one, label: wordFor(t, 'purpose', one) }))}
        value={filter['purpose'] ?? null}
        onChange={(purpose) => choose({ purpose: purpose ?? undefined })}
        clearable
      />
      <TextInput label={t('audit.case')} placeholder="0190…" value={caseId} onChange={(event) => setCaseId(event.currentTarget.value)} />
      <TextInput type="date" label={t('audit.from')} defaultValue={day(filter['from'])} onBlur={({ target }) => choose({ from: midnight(target.value) })} />
      <TextInput type="date" label={t('audit.to')} defaultValue={day(filter['to'])} onBlur={({ target }) => choose({ to: midnight(target.value) })} />
      <Button type="submit" variant="default">
        {t('audit.show')}
      </Button>
    </form>
  );
}
