import { IconAlertOctagonFilled, IconDroplet, IconLanguage, IconVirus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { isAbsent, type Opened, type PatientHeader } from '../api/types.ts';
import { showDay } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { AgeAndSex, Name } from '../ui/Name.tsx';
import { AbsentTag, Value } from '../ui/Value.tsx';
import { EmergencyLook } from './EmergencyLook.tsx';

/** What must never be overlooked about the person, kept on screen on every page about them. */
export function PatientBanner({ patient, children }: { patient: PatientHeader; children?: ReactNode }) {
  const { t, language } = useLanguage();
  return (
    <section className="banner" aria-label={t('patient.header')}>
      <div className="banner-who">
        <div className="banner-name">
          <h1>
            <Name of={patient.name} />
          </h1>
          {children}
          <EmergencyLook patient={patient} />
        </div>
        <p className="banner-facts">
          <span>
            <AgeAndSex of={patient} />
          </span>
          <Value of={patient.birthDate}>{(day) => <span>{t('patient.born', { date: showDay(day) })}</span>}</Value>
          {patient.language && (
            <span className="row banner-language">
              <IconLanguage size={15} aria-hidden />
              {t('patient.language', { language: languageName(patient.language, language) })}
            </span>
          )}
          {typeof patient.deceasedAt === 'string' && <span className="tag tag-red">{t('patient.died', { date: showDay(patient.deceasedAt) })}</span>}
        </p>
      </div>
      <dl className="banner-alerts">
        <Alert icon={<IconVirus size={15} aria-hidden />} label={t('patient.allergies')} of={patient.allergies} tone="red" />
        <Alert icon={<IconDroplet size={15} aria-hidden />} label={t('patient.anticoagulants')} of={patient.anticoagulants} tone="amber" />
        <Alert
          icon={<IconAlertOctagonFilled size={15} aria-hidden />}
          label={t('patient.redFlags')}
          of={patient.redFlags.map(({ title }) => ({ text: title[language] }))}
          tone="red"
        />
      </dl>
    </section>
  );
}

const SHOWN = 4;

function Alert({ icon, label, of, tone }: { icon: ReactNode; label: string; of: Opened<{ text: string; criticality?: string }[]>; tone: 'red' | 'amber' }) {
  const { t } = useLanguage();
  const items = isAbsent(of) ? [] : of;
  const more = items.slice(SHOWN).map(({ text }) => text);
  return (
    <div className="banner-alert" data-tone={items.length > 0 ? tone : undefined}>
      <dt>
        {icon}
        {label}
      </dt>
      <dd className="row">
        {isAbsent(of) ? <AbsentTag absent={of.absent} /> : items.length === 0 && <span className="muted">{t('common.none')}</span>}
        {items.slice(0, SHOWN).map(({ text, criticality }) => (
          <span key={text} className={`tag tag-${criticality === 'high' ? 'emergency' : tone}`}>
            {text}
          </span>
        ))}
        {more.length > 0 && (
          <span className="small" title={more.join(', ')}>
            {t('patient.allergies.more', { count: more.length })}
          </span>
        )}
      </dd>
    </div>
  );
}

function languageName(code: string, language: string): string {
  try {
    return new Intl.DisplayNames(language, { type: 'language' }).of(code) ?? code;
  } catch {
    return code; // not a language tag
  }
}
