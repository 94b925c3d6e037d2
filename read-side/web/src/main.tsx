import '@mantine/core/styles.css';
import './app/tokens.css';
import './app/base.css';
import './app/shell.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { applyCssVariables } from './app/css-variables.ts';
import { DialogsProvider } from './app/dialogs.tsx';
import { HubProvider, makeHub } from './app/hub.tsx';
import { ShortcutsProvider } from './app/shortcuts.tsx';
import { theme } from './app/theme.ts';
import { LanguageProvider } from './i18n/use-language.tsx';

applyCssVariables();
const hub = makeHub();
void hub.session.start();
const colorScheme = localStorageColorSchemeManager({ key: 'hub.theme' });

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colorScheme} withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={hub.queries}>
        <HubProvider value={hub}>
          <LanguageProvider>
            <ShortcutsProvider>
              <DialogsProvider>
                <App />
              </DialogsProvider>
            </ShortcutsProvider>
          </LanguageProvider>
        </HubProvider>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
