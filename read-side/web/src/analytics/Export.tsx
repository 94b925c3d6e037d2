import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useHub } from '../app/hub.tsx';
import { useLanguage } from '../i18n/use-language.tsx';
import { Refusal } from '../ui/Notice.tsx';
import { asked } from './queries.ts';
import type { Format, Question } from './types.ts';

const FORMATS: readonly (readonly [Format, name: string, extension: string])[] = [
  ['csv', 'CSV', 'csv'],
  ['parquet', 'Parquet', 'parquet'],
  ['json', 'JSON', 'json'],
];
const MOST_ROWS = 1_000_000;

/** Asks the question again for a file, with room for a million rows. */
export function Export({ question }: { question: Question }) {
  const { t } = useLanguage();
  const { http } = useHub();
  const saving = useMutation({
    mutationFn: async ([format, , extension]: (typeof FORMATS)[number]) => {
      const { limits, ...rest } = asked(question, MOST_ROWS);
      const answer = await http.ask('/api/analytics/query', { ...rest, format, limits: { ...limits, bytes: 256 << 20 } });
      save(await answer.blob(), `${t('analytics.file')}.${extension}`);
    },
  });
  return (
    <Group gap="xs" className="push" role="group" aria-label={t('analytics.export')}>
      {FORMATS.map((format) => (
        <Button
          key={format[0]}
          size="compact-sm"
          variant="default"
          loading={saving.isPending && saving.variables[0] === format[0]}
          disabled={saving.isPending}
          onClick={() => saving.mutate(format)}
        >
          {format[1]}
        </Button>
      ))}
      <Refusal error={saving.error} />
    </Group>
  );
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
