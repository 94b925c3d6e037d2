import { IconCircleCheck, IconCircleDashed, IconHelpCircle, IconUrgent } from '@tabler/icons-react';
import { showDateTime } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import type { Step } from './verify/checks.ts';

const ICONS = { holds: IconCircleCheck, broken: IconUrgent, none: IconCircleDashed, unable: IconHelpCircle };

/** What was checked, one sentence each; icon, word and colour together. */
export function Steps({ steps, of }: { steps: readonly Step[]; of: string }) {
  const { t } = useLanguage();
  return (
    <div role="status" aria-label={of}>
      <ul className="audit-steps">
        {steps.map(({ step, found, values }) => {
          const Icon = ICONS[found];
          const said = typeof values['at'] === 'string' ? { ...values, at: showDateTime(values['at']) } : values;
          return (
            <li key={step} data-found={found}>
              <Icon size={18} aria-hidden />
              <strong>{t(`audit.found.${found}`)}</strong>
              <span>{t(`audit.step.${step}.${found === 'none' ? 'none' : 'what'}`, said)}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
