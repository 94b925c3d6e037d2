// The analysts' page: questions in SQL, dashboards of saved ones, what there is to ask, and keys for other tools.
import './analytics.css';
import { Tabs } from '@mantine/core';
import { useHere, useMay } from '../app/hub.tsx';
import { navigate } from '../app/router.ts';
import type { Key } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Empty } from '../ui/Notice.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Dashboards } from './Dashboards.tsx';
import { Dictionary } from './Dictionary.tsx';
import { Freshness } from './Freshness.tsx';
import { QueryDesk } from './QueryDesk.tsx';
import { Tools } from './Tools.tsx';
import { useDesk } from './use-desk.ts';

const PARTS = ['query', 'dashboards', 'dictionary', 'tools'] as const;
type Part = (typeof PARTS)[number];
const isPart = (id: string): id is Part => PARTS.some((part) => part === id);

/** `part`: which of the tabs, from the address. */
export function AnalyticsPage({ part }: { part: string }) {
  const { t } = useLanguage();
  const may = useMay();
  useTitle(t('analytics.title'));
  if (!may('analytics')) return <Empty title={t('analytics.title')} body={t('analytics.notYours')} wholePage />;
  return <Analysis part={isPart(part) ? part : 'query'} />;
}

function Analysis({ part }: { part: Part }) {
  const { t } = useLanguage();
  const here = useHere();
  const desk = useDesk();
  const go = (to: Part) => navigate(here(to === 'query' ? '/analytics' : `/analytics/${to}`));
  return (
    <>
      <div className="page-head">
        <h1>{t('analytics.title')}</h1>
        <Freshness />
      </div>
      <Tabs value={part} onChange={(to) => to && go(to as Part)} keepMounted={false}>
        <Tabs.List aria-label={t('analytics.title')} mb="md">
          {PARTS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`analytics.part.${one}` as Key)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="query">
          <QueryDesk desk={desk} />
        </Tabs.Panel>
        <Tabs.Panel value="dashboards">
          <Dashboards />
        </Tabs.Panel>
        <Tabs.Panel value="dictionary">
          <Dictionary
            use={(view) => {
              desk.write(`SELECT *\nFROM ${view}\nLIMIT 100`);
              go('query');
            }}
          />
        </Tabs.Panel>
        <Tabs.Panel value="tools">
          <Tools />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
