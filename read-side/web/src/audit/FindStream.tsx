import { Button, Select, TextInput } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { useHere } from '../app/hub.tsx';
import { navigate } from '../app/router.ts';
import { wordFor } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { useTitle } from '../ui/use-title.ts';
import { KINDS } from './parts.ts';
import { PatientPicker } from '../patients/PatientPicker.tsx';

/** Where a look at anything begins: what it is, and which one; a patient also by name. */
export function FindStream() {
  const { t } = useLanguage();
  const here = useHere();
  useTitle(t('audit.title'));
  const [kind, setKind] = useState<string>('case');
  const [id, setId] = useState('');
  const go = (slice: string, which: string) => navigate(here(`/audit/streams/${slice}/${which}`));
  return (
    <section className="card audit-form" aria-labelledby="find-title">
      <h2 id="find-title">{t('audit.find')}</h2>
      <p className="muted">{t('audit.find.means')}</p>
      <form
        className="audit-fields"
        onSubmit={(event) => {
          event.preventDefault();
          if (id.trim()) go(kind, id.trim());
        }}
      >
        <Select
          label={t('audit.kind')}
          data={KINDS.map((one) => ({ value: one, label: wordFor(t, 'slice', one) }))}
          value={kind}
          onChange={(value) => value && setKind(value)}
          searchable
        />
        <TextInput label={t('audit.id')} placeholder="0190…" value={id} onChange={(event) => setId(event.currentTarget.value)} />
        <Button type="submit" leftSection={<IconHistory size={16} aria-hidden />} disabled={!id.trim()}>
          {t('audit.show')}
        </Button>
      </form>
      <PatientPicker label={t('audit.byName')} onPick={(patient) => patient && go('patient', patient)} />
    </section>
  );
}
