import { Button, Group, Loader, Textarea, TextInput } from '@mantine/core';
import { IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { showNumber } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Refusal } from '../ui/Notice.tsx';
import { Chart } from './Chart.tsx';
import { Export } from './Export.tsx';
import { MOST_ROWS } from './queries.ts';
import { ResultTable } from './ResultTable.tsx';
import { SavedQueries } from './SavedQueries.tsx';
import { SaveQuery } from './SaveQuery.tsx';
import type { Desk } from './use-desk.ts';

export function QueryDesk({ desk }: { desk: Desk }) {
  return (
    <div className="desk">
      <SavedQueries desk={desk} />
      <div className="desk-main">
        <Editor desk={desk} />
        <Result desk={desk} />
      </div>
    </div>
  );
}

function Editor({ desk }: { desk: Desk }) {
  const { t } = useLanguage();
  const { running } = desk.asking;
  return (
    <section className="card desk-editor" aria-label={t('analytics.part.query')}>
      <Textarea
        label={desk.saved ? t('analytics.sqlOf', { name: desk.saved.name }) : t('analytics.sql')}
        description={t('analytics.sql.hint')}
        classNames={{ input: 'sql' }}
        autosize
        minRows={6}
        maxRows={22}
        spellCheck={false}
        autoCapitalize="off"
        value={desk.sql}
        onChange={(changed) => desk.edit(changed.currentTarget.value)}
        onKeyDown={(pressed) => {
          if (pressed.key !== 'Enter' || !(pressed.ctrlKey || pressed.metaKey)) return;
          pressed.preventDefault();
          desk.run();
        }}
      />
      {desk.named.length > 0 && (
        <Group gap="sm" align="end">
          {desk.named.map(({ name, type }) => (
            <TextInput
              key={name}
              label={name}
              description={type}
              value={desk.values[name] ?? ''}
              onChange={(changed) => desk.setValue(name, changed.currentTarget.value)}
            />
          ))}
        </Group>
      )}
      <Group gap="sm">
        {running ? (
          <Button
            key="stop"
            color="red"
            variant="default"
            leftSection={<IconPlayerStopFilled size={15} aria-hidden />}
            onClick={() => void desk.asking.cancel()}
          >
            {t('analytics.stop')}
          </Button>
        ) : (
          <Button key="run" leftSection={<IconPlayerPlayFilled size={15} aria-hidden />} rightSection={<kbd aria-hidden>Ctrl ↵</kbd>} onClick={desk.run}>
            {t('analytics.run')}
          </Button>
        )}
        <SaveQuery desk={desk} />
        {running && <Progress since={running.since} />}
      </Group>
    </section>
  );
}

function Progress({ since }: { since: number }) {
  const { t } = useLanguage();
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span className="row muted" role="status">
      <Loader size={16} aria-hidden />
      {t('analytics.running')} <span aria-hidden>{Math.max(0, Math.round((now - since) / 1000))} s</span>
    </span>
  );
}

function Result({ desk: { asking, saved } }: { desk: Desk }) {
  const { t } = useLanguage();
  const { answer, question, error, took = 0 } = asking;
  if (error) return <Refusal error={error} />;
  if (!answer || !question) return null;
  const chart = saved?.chart;
  return (
    <section className="card" aria-label={t('analytics.result')}>
      <div className="card-head">
        <h2>{t('analytics.result')}</h2>
        <span className="muted small" role="status">
          {t('analytics.rows', { count: answer.rows, rows: showNumber(answer.rows), ms: showNumber(took) })}
        </span>
        <Export question={question} />
      </div>
      {chart && chart.kind !== 'table' && answer.rows > 0 && <Chart answer={answer} chart={chart} title={saved.name} />}
      <ResultTable answer={answer} />
      {answer.rows >= MOST_ROWS && <p className="desk-note">{t('analytics.most', { rows: showNumber(MOST_ROWS) })}</p>}
    </section>
  );
}
