import { ActionIcon, Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useCommand } from '../api/use-command.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { FormEnd } from '../ui/FormEnd.tsx';
import { useSavedQueries } from './queries.ts';
import type { AnalystDashboard, Tile } from './types.ts';

type Props = { dashboard?: AnalystDashboard; saved: (id: string) => void };

/** A new dashboard, or changes to one. */
export function EditDashboard({ dashboard, saved }: Props) {
  const { t } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const title = dashboard ? t('analytics.dashboard.edit') : t('analytics.dashboard.new');
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {title}
      </Button>
      <Dialog opened={isOpen} onClose={close} title={title} size="lg">
        {isOpen && <Form dashboard={dashboard} saved={saved} close={close} />}
      </Dialog>
    </>
  );
}

function Form({ dashboard, saved, close }: Omit<Props, 'dashboard'> & { dashboard: AnalystDashboard | undefined; close: () => void }) {
  const { t } = useLanguage();
  const [name, setName] = useState(dashboard?.name ?? '');
  const [tiles, setTiles] = useState<readonly Tile[]>(dashboard?.tiles ?? []);
  const queries = useSavedQueries().data?.items ?? [];
  const command = useCommand([['analytics', 'dashboards']], ({ id }) => {
    saved(id);
    close();
  });
  const change = (at: number, tile: Tile) => setTiles(tiles.with(at, tile));
  const body = { name: name.trim(), tiles };
  const path = dashboard ? `/api/analytics/dashboards/${dashboard.id}/save` : '/api/analytics/dashboards';
  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        if (body.name) command.mutate({ path, body });
      }}
    >
      <Stack gap="md">
        <TextInput label={t('analytics.name')} required maxLength={120} data-autofocus value={name} onChange={(e) => setName(e.currentTarget.value)} />
        {tiles.map((tile, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one query may stand there twice
          <Group key={i} align="end" gap="xs" wrap="nowrap" role="group" aria-label={t('analytics.tile', { n: i + 1 })}>
            <Select
              className="grow"
              label={t('analytics.tile', { n: i + 1 })}
              allowDeselect={false}
              data={queries.map(({ id, name }) => ({ value: id, label: name }))}
              value={tile.queryId}
              onChange={(queryId) => change(i, { queryId: queryId!, width: tile.width })}
            />
            <Select
              w={110}
              label={t('analytics.tile.width')}
              allowDeselect={false}
              data={['1', '2', '3'].map((value) => ({ value, label: `${value}/3` }))}
              value={String(tile.width)}
              onChange={(width) => change(i, { ...tile, width: Number(width) })}
            />
            <ActionIcon
              aria-label={t('analytics.tile.up', { n: i + 1 })}
              disabled={i === 0}
              onClick={() => setTiles(tiles.toSpliced(i, 1).toSpliced(i - 1, 0, tile))}
            >
              <IconArrowUp size={16} />
            </ActionIcon>
            <ActionIcon aria-label={t('analytics.tile.remove', { n: i + 1 })} onClick={() => setTiles(tiles.toSpliced(i, 1))}>
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button
            variant="default"
            disabled={queries.length === 0 || tiles.length >= 24}
            onClick={() => setTiles([...tiles, { queryId: queries[0]!.id, width: 1 }])}
          >
            {t('analytics.tile.add')}
          </Button>
          {queries.length === 0 && <span className="muted small">{t('analytics.saved.none')}</span>}
        </Group>
        <FormEnd go={t('analytics.save')} close={close} command={command} disabled={!body.name} />
      </Stack>
    </form>
  );
}
