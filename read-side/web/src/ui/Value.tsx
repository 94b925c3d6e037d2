import { Tooltip } from '@mantine/core';
import { IconEraser, IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { type Absent, isAbsent, type Opened } from '../api/types.ts';
import { useLanguage } from '../i18n/use-language.tsx';

/** A value that is hidden or erased, as a word that explains itself. */
export function AbsentTag({ absent }: { absent: Absent['absent'] }) {
  const { t } = useLanguage();
  const Icon = absent === 'REDACTED' ? IconLock : IconEraser;
  return (
    <Tooltip label={t(`absent.${absent}.why`)} multiline w={260}>
      {/* Reachable by keyboard, because the explanation is in the tooltip. */}
      <span className="tag tag-absent" tabIndex={0} role="note" aria-label={`${t(`absent.${absent}`)}. ${t(`absent.${absent}.why`)}`}>
        <Icon size={12} aria-hidden />
        {t(`absent.${absent}`)}
      </span>
    </Tooltip>
  );
}

/** Shows an opened value through `children`, or the word for why there is none. */
export function Value<T>({ of, children }: { of: Opened<T> | undefined; children: (value: T) => ReactNode }) {
  if (of === undefined || of === null) return null;
  return isAbsent(of) ? <AbsentTag absent={of.absent} /> : children(of);
}
