import type { Finding } from '../api/types.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ReasonForm } from '../ui/ReasonForm.tsx';

export type Choice = { finding: Finding; what: 'confirm' | 'dismiss' };

export function ReviewFinding({ choice, close }: { choice: Choice | undefined; close: () => void }) {
  const { t, language } = useLanguage();
  return (
    <Dialog opened={choice !== undefined} onClose={close} title={choice && t(`findings.${choice.what}`)}>
      {choice && (
        <ReasonForm
          key={choice.finding.id}
          go={t(`findings.${choice.what}`)}
          shortest={3}
          stale={[['findings']]}
          close={close}
          send={(note) => ({ path: `/api/findings/${choice.finding.id}/${choice.what}`, body: { note } })}
        >
          <strong>{choice.finding.title[language]}</strong>
          <p>{t(`findings.${choice.what}.means`)}</p>
        </ReasonForm>
      )}
    </Dialog>
  );
}
