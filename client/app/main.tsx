import { createRoot } from 'react-dom/client';
import { keptLanguage } from '../ui/desk/language.ts';
import { createWords } from './i18n.ts';
import { Routes } from './Routes.tsx';
import { spendWallLink } from './session.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const asked = new URLSearchParams(window.location.search).get('lang');
const words = createWords([], asked === 'en' || asked === 'vi' ? asked : (keptLanguage() ?? 'vi'));
document.documentElement.lang = words.language;

// A part of the build that did not come (the server was just restarted, or updated): nobody stands at a wall to press a key.
const RELOAD_MS = 3000;
window.addEventListener('vite:preloadError', () => setTimeout(() => window.location.reload(), RELOAD_MS));

// A wall's printed link is spent before anything connects.
await spendWallLink(window.location, window.history);
createRoot(root).render(<Routes location={window.location} words={words} />);
