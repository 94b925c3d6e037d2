import { Skeleton } from '@mantine/core';
import { useLanguage } from '../i18n/use-language.tsx';
import { Failed } from './Notice.tsx';

type Props = { of: { error: unknown; refetch: () => unknown }; height?: number };

/** In place of an answer: it is on its way, or what went wrong and a way to try again. */
export function Waiting({ of: { error, refetch }, height = 200 }: Props) {
  const { t } = useLanguage();
  return error ? <Failed error={error} retry={() => void refetch()} /> : <Skeleton h={height} radius="lg" role="status" aria-label={t('common.loading')} />;
}
