import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { type Language, makeTranslate, type Translate } from './catalogue.ts';
import { en } from './en.ts';
import { tr } from './tr.ts';

type Speech = { language: Language; setLanguage: (language: Language) => void; t: Translate };
const SpeechContext = createContext<Speech | undefined>(undefined);
const KEPT = 'hub.language';

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => (localStorage.getItem(KEPT) === 'en' ? 'en' : 'tr'));
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(KEPT, language);
  }, [language]);
  const speech = useMemo(() => ({ language, setLanguage, t: makeTranslate(language === 'tr' ? tr : en, language) }), [language]);
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

export function useLanguage(): Speech {
  const speech = useContext(SpeechContext);
  if (!speech) throw new Error('LanguageProvider is missing');
  return speech;
}
