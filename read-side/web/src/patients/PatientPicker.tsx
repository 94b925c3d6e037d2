import { Select } from '@mantine/core';
import { useState } from 'react';
import { usePatients } from '../api/queries.ts';
import { isAbsent } from '../api/types.ts';
import { showDay } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { useSettled } from '../replay/use-settled.ts';
import { nameText } from '../ui/Name.tsx';

/** A patient by the beginnings of their names. */
export function PatientPicker({ label, value = null, onPick }: { label: string; value?: string | null; onPick: (id: string | undefined) => void }) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState('');
  const { data } = usePatients(useSettled(typed.trim(), 200));
  const patients = data?.pages.flatMap(({ items }) => items) ?? [];
  const known = patients.some(({ id }) => id === value);
  const options = patients.map((one) => ({
    value: one.id,
    label: `${nameText(one.name, t)}${isAbsent(one.birthDate) || !one.birthDate ? '' : ` · ${showDay(one.birthDate)}`}`,
  }));
  return (
    <Select
      label={label}
      placeholder={t('open.patient.find')}
      searchable
      clearable
      limit={60}
      data={value && !known ? [...options, { value, label: value }] : options}
      filter={({ options: all }) => all}
      onSearchChange={setTyped}
      value={value}
      onChange={(id) => onPick(id ?? undefined)}
    />
  );
}
