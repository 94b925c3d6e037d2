import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconLogout, IconUserCircle, IconUserCog } from '@tabler/icons-react';
import { isAbsent } from '../api/types.ts';
import { LANGUAGES } from '../i18n/catalogue.ts';
import { wordFor } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { useHere, useHub, useMembership } from './hub.tsx';
import { navigate } from './router.ts';

const SCHEMES = ['light', 'dark', 'auto'] as const;
const chosen = (is: boolean) => (is ? <IconCheck size={15} aria-hidden /> : null);

export function AccountMenu() {
  const { t, language, setLanguage } = useLanguage();
  const { session } = useHub();
  const { member } = useMembership();
  const here = useHere();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const name = isAbsent(member.name) ? t('members.name') : member.name;
  return (
    <Menu position="top-start" width={230}>
      <Menu.Target>
        <button type="button" className="rail-link user-menu" aria-label={t('nav.account', { name })}>
          <IconUserCircle size={20} stroke={1.6} aria-hidden />
          <span className="user-name">{name}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {name}
          <br />
          {member.roles.map((role) => wordFor(t, 'role', role)).join(', ')}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>{t('nav.theme')}</Menu.Label>
        {SCHEMES.map((scheme) => (
          <Menu.Item key={scheme} rightSection={chosen(scheme === colorScheme)} onClick={() => setColorScheme(scheme)} closeMenuOnClick={false}>
            {t(`nav.theme.${scheme}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('nav.language')}</Menu.Label>
        {LANGUAGES.map((one) => (
          <Menu.Item key={one} lang={one} rightSection={chosen(one === language)} onClick={() => setLanguage(one)}>
            {one === 'tr' ? 'Türkçe' : 'English'}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconUserCog size={15} aria-hidden />} onClick={() => navigate(here('/account'))}>
          {t('nav.account.page')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={15} aria-hidden />} onClick={() => void session.signOut()}>
          {t('nav.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
