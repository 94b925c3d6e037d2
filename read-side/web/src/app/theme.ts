// The visual identity as Mantine sees it. Surfaces, lines and signal colours that differ by theme live in tokens.css.
import { createTheme, type MantineColorsTuple } from '@mantine/core';

const petrol: MantineColorsTuple = ['#e9f6f4', '#d3ebe8', '#a6d8d2', '#75c3bb', '#4cafa6', '#2a9489', '#13786f', '#0d635d', '#0b504c', '#083c3a'];
const ink: MantineColorsTuple = ['#e8eeec', '#c5cfcc', '#9babaa', '#7b8c8a', '#566664', '#3a4b4a', '#253535', '#182425', '#111b1c', '#0b1314'];

const quiet = { duration: 120 };

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 6 },
  colors: { petrol, dark: ink },
  fontFamily: "Inter, 'Segoe UI Variable Text', 'Segoe UI', system-ui, -apple-system, Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Code', 'JetBrains Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.1875rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.5', xl: '1.4' },
  spacing: { xs: '0.375rem', sm: '0.625rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '16px' },
  defaultRadius: 'md',
  headings: { fontWeight: '620', sizes: { h1: { fontSize: '1.375rem', lineHeight: '1.25' }, h2: { fontSize: '1rem', lineHeight: '1.35' } } },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    // The page may not add style elements (content security policy), which locking the scroll would do.
    Modal: {
      defaultProps: { lockScroll: false, centered: true, radius: 'lg', transitionProps: quiet, overlayProps: { backgroundOpacity: 0.5, blur: 2 } },
    },
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, transitionProps: quiet, shadow: 'md', radius: 'md' } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true, transitionProps: quiet, events: { hover: true, focus: true, touch: false } } },
    Button: { defaultProps: { size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', size: 32, color: 'gray' } },
    // The list itself scrolls: a scroll area inside a listbox cannot be reached by keyboard.
    Select: {
      defaultProps: {
        size: 'sm',
        withScrollArea: false,
        comboboxProps: { transitionProps: quiet, shadow: 'md' },
        styles: { options: { maxHeight: 260, overflowY: 'auto' } },
      },
    },
    TextInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
  },
});
