import { Button, type ButtonProps } from '@mantine/core';
import { useLanguage } from '../i18n/use-language.tsx';

type Pages = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };

/** The next page of a list, when there is one. */
export function More({ of: { hasNextPage, isFetchingNextPage, fetchNextPage }, ...look }: { of: Pages } & ButtonProps) {
  const { t } = useLanguage();
  if (!hasNextPage) return null;
  return (
    <Button variant="default" mt="md" {...look} loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
      {t('common.more')}
    </Button>
  );
}
