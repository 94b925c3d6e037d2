import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLanguage } from '../i18n/use-language.tsx';

/** Something that is shown once, to be copied. */
export function Secret({ label, value }: { label: string; value: string }) {
  const { t } = useLanguage();
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard?.writeText(value).then(() => setCopied(true));
  return (
    <div className="secret">
      <span className="eyebrow">{label}</span>
      <pre tabIndex={0} aria-label={label}>
        {value}
      </pre>
      <Button size="compact-sm" variant="default" onClick={copy}>
        {copied ? t('secret.copied') : t('secret.copy')}
      </Button>
    </div>
  );
}
