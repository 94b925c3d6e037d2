import './import.css';
import { Button, Progress } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { type DragEvent, useRef, useState } from 'react';
import { useDialogs } from '../app/dialogs.tsx';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ImportReport } from './ImportReport.tsx';
import { useImport } from './use-import.ts';

export function ImportDialog() {
  const { t } = useLanguage();
  const { open, hide } = useDialogs();
  const { state, run, reset } = useImport(t('import.wrongType'));
  const isRunning = state.phase === 'running';
  const close = () => {
    if (isRunning) return;
    reset();
    hide();
  };
  return (
    <Dialog opened={open === 'import'} onClose={close} title={t('import.title')} size="lg" closeOnClickOutside={!isRunning}>
      {state.phase === 'idle' ? (
        <DropZone take={(files) => void run(files)} />
      ) : (
        <>
          <div className="import-progress" role="status">
            <p>
              {state.phase === 'done' && <strong>{t('import.done')}: </strong>}
              {t('import.progress', { done: state.done, all: state.all })}
            </p>
            <Progress value={(state.done / Math.max(state.all, 1)) * 100} animated={isRunning} aria-label={t('import.title')} />
          </div>
          <ImportReport report={state.report} />
          {!isRunning && (
            <div className="row import-foot">
              <Button variant="default" onClick={reset}>
                {t('import.again')}
              </Button>
              <Button onClick={close}>{t('common.close')}</Button>
            </div>
          )}
        </>
      )}
    </Dialog>
  );
}

function DropZone({ take }: { take: (files: File[]) => void }) {
  const { t } = useLanguage();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const files = [...event.dataTransfer.files];
    if (files.length > 0) take(files);
  };
  return (
    <div
      className="drop"
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <IconFileImport size={34} stroke={1.4} aria-hidden />
      <p className="drop-title">{t('import.drop')}</p>
      <p className="muted small">{t('import.or')}</p>
      <Button variant="light" data-autofocus onClick={() => input.current?.click()}>
        {t('import.pick')}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept=".json,.gz,application/json,application/fhir+json,application/gzip"
        aria-label={t('import.pick')}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          if (files.length > 0) take(files);
        }}
      />
    </div>
  );
}
