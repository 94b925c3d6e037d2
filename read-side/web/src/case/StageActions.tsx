import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconArrowRight, IconDotsVertical } from '@tabler/icons-react';
import { useState } from 'react';
import type { CaseDetail } from '../api/types.ts';
import { useMembership } from '../app/hub.tsx';
import { useShortcut } from '../app/shortcuts.tsx';
import { wordFor } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { MoveDialog } from './MoveDialog.tsx';
import { leavers, mayLeave, type Move, movesFrom } from './moves.ts';

export function StageActions({ item }: { item: CaseDetail }) {
  const { t } = useLanguage();
  const { member } = useMembership();
  const [move, setMove] = useState<Move>();
  const [to] = item.next;
  const may = mayLeave(item.stage, member.roles);
  const others = movesFrom(item.status, item.stage);
  useShortcut('a', 'keys.advance', () => {
    if (to && may) setMove('advance');
  });
  return (
    <div className="row push">
      {to && (
        <Tooltip
          label={t('act.notYours', {
            roles: leavers(item.stage)
              .map((role) => wordFor(t, 'role', role))
              .join(', '),
          })}
          disabled={may}
          multiline
          maw={280}
        >
          <Button
            rightSection={<IconArrowRight size={16} aria-hidden />}
            data-disabled={!may || undefined}
            aria-disabled={!may}
            onClick={() => may && setMove('advance')}
          >
            {t('act.advance', { stage: t(`stage.${to}`) })}
          </Button>
        </Tooltip>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={34} aria-label={t('act.more')}>
            <IconDotsVertical size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {others.map((one) => (
            <Menu.Item key={one} c={one === 'cancel' || one === 'decline' ? 'var(--red)' : undefined} onClick={() => setMove(one)}>
              {t(`act.${one}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <MoveDialog item={item} move={move} close={() => setMove(undefined)} />
    </div>
  );
}
