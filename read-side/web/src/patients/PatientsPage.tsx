import './patients.css';
import { Button, Skeleton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { usePatients } from '../api/queries.ts';
import type { PatientItem } from '../api/types.ts';
import { useDialogs } from '../app/dialogs.tsx';
import { useHere, useMay } from '../app/hub.tsx';
import { useRowKeys } from '../cases/use-row-keys.ts';
import { showDay } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { useSettled } from '../replay/use-settled.ts';
import { Link } from '../ui/Link.tsx';
import { AgeAndSex, Name } from '../ui/Name.tsx';
import { More } from '../ui/More.tsx';
import { Empty, Failed } from '../ui/Notice.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Value } from '../ui/Value.tsx';

export function PatientsPage() {
  const { t } = useLanguage();
  const { show } = useDialogs();
  const may = useMay();
  const [text, setText] = useState('');
  const list = useRef<HTMLUListElement>(null);
  const asked = useSettled(text.trim(), 200);
  const query = usePatients(asked);
  useRowKeys(list);
  useTitle(t('patients.title'));
  const items = query.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <div className="page-head">
        <h1>{t('patients.title')}</h1>
        <div className="row push">
          <TextInput
            type="search"
            aria-label={t('patients.find')}
            placeholder={t('patients.find')}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {may('import') && <Button onClick={() => show('import')}>{t('nav.import')}</Button>}
        </div>
      </div>
      <section className="card" aria-label={t('patients.title')} aria-busy={query.isFetching}>
        {query.isError && !items ? (
          <Failed error={query.error} retry={() => void query.refetch()} />
        ) : !items ? (
          <div className="cases-loading" role="status" aria-label={t('common.loading')}>
            <Skeleton h={44} />
            <Skeleton h={44} />
            <Skeleton h={44} />
          </div>
        ) : items.length === 0 && asked === '' ? (
          <Empty title={t('patients.empty.title')} body={t('patients.empty.body')}>
            {may('import') && <Button onClick={() => show('import')}>{t('nav.import')}</Button>}
          </Empty>
        ) : items.length === 0 ? (
          <Empty title={t('cases.none.title')} body={t('patients.none', { text: asked })} />
        ) : (
          <ul ref={list}>
            {items.map((item) => (
              <PatientRow key={item.id} item={item} />
            ))}
          </ul>
        )}
      </section>
      <More of={query} />
    </>
  );
}

function PatientRow({ item }: { item: PatientItem }) {
  const { t } = useLanguage();
  const here = useHere();
  return (
    <li className="case-row patient-row">
      <Link to={here(`/patients/${item.id}`)} data-row className="case-link">
        <Name of={item.name} />
      </Link>
      <span className="muted small">
        <AgeAndSex of={item} />
      </span>
      <span className="muted small">
        <Value of={item.birthDate}>{(day) => t('patient.born', { date: showDay(day) })}</Value>
      </span>
    </li>
  );
}
