// The page: the part of the address behind # says what to show. Read-only.
import * as views from './views.js';
import { language, words } from './words.js';

const main = document.getElementById('main');
const status = document.getElementById('status');
const root = document.documentElement;

/** What to ask the server for, and how to show it. */
function route(hash) {
  const [section = '', stream = '', from = 'end'] = hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  if (section === 'events') return { path: `/api/events?${new URLSearchParams({ stream, from })}`, show: (answer) => views.events(answer, stream) };
  if (section === 'groups') return { path: '/api/groups', show: views.groups };
  if (section === 'server') return { path: '/api/server', show: views.server };
  return { path: '/api/streams', show: views.streams };
}

let asked = 0;
async function show() {
  const mine = ++asked;
  const { path, show: view } = route(location.hash);
  status.textContent = words.loading;
  for (const link of document.querySelectorAll('header nav a')) link.toggleAttribute('aria-current', false);
  const current = [...document.querySelectorAll('header nav a')].find((link) => link.hash === (location.hash || '#/'));
  current?.setAttribute('aria-current', 'page');
  try {
    const response = await fetch(path);
    const nodes = response.ok ? view(await response.json()) : [views.node('p', {}, words.failed(await response.text()))];
    if (mine === asked) main.replaceChildren(...nodes.filter(Boolean));
  } catch {
    if (mine === asked) main.replaceChildren(views.node('p', {}, words.unreachable));
  }
  if (mine === asked) status.textContent = '';
}

root.lang = language;
document.title = words.title;
for (const element of document.querySelectorAll('[data-word]')) element.textContent = words[element.dataset.word];
for (const element of document.querySelectorAll('[data-label]')) element.setAttribute('aria-label', words[element.dataset.label]);

const languageButton = document.getElementById('language');
languageButton.textContent = words.language;
languageButton.lang = language === 'tr' ? 'en' : 'tr';
languageButton.addEventListener('click', () => {
  localStorage.setItem('language', language === 'tr' ? 'en' : 'tr');
  location.reload();
});

root.dataset.theme = localStorage.getItem('theme') ?? '';
document.getElementById('theme').addEventListener('click', () => {
  const isDark = root.dataset.theme === 'dark' || (root.dataset.theme === '' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.theme = isDark ? 'light' : 'dark';
  localStorage.setItem('theme', root.dataset.theme);
});

const input = document.getElementById('stream');
document.getElementById('open').addEventListener('submit', (event) => {
  event.preventDefault();
  if (input.value !== '') location.hash = views.streamPath(input.value);
});
addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target.closest?.('input')) return;
  event.preventDefault();
  input.focus();
});
addEventListener('hashchange', async () => {
  if (!location.hash.startsWith('#/')) return; // the skip link
  await show();
  main.focus();
});
void show();
