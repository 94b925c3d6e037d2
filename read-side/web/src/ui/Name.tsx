import type { Name as PersonName, Opened, PatientItem } from '../api/types.ts';
import { isAbsent } from '../api/types.ts';
import type { Translate } from '../i18n/catalogue.ts';
import { ageAt } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { wordFor } from '../i18n/catalogue.ts';
import { AbsentTag, Value } from './Value.tsx';

export const Name = ({ of }: { of: Opened<PersonName> }) => <Value of={of}>{(name) => name.text}</Value>;
export const nameText = (name: Opened<PersonName>, t: Translate): string => (isAbsent(name) ? t(`absent.${name.absent}`) : name.text);

/** “Female, 42 years”, as far as it is known and may be shown. */
export function AgeAndSex({ of }: { of: PatientItem }) {
  const { t } = useLanguage();
  const { birthDate } = of;
  if (isAbsent(of.sex) && isAbsent(birthDate)) return <AbsentTag absent={of.sex.absent} />;
  const sex = isAbsent(of.sex) ? t(`absent.${of.sex.absent}`) : wordFor(t, 'patient.sex', of.sex);
  const age = isAbsent(birthDate) ? t(`absent.${birthDate.absent}`) : birthDate && t('patient.years', { age: ageAt(birthDate, new Date()) });
  return <>{[sex, age].filter(Boolean).join(', ')}</>;
}
