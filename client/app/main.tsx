import { createRoot } from 'react-dom/client';
import { TILES } from '../tiles/registry.ts';
import { createWords } from './i18n.ts';
import { Routes } from './Routes.tsx';
import { openSession } from './session.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const words = createWords(TILES, new URLSearchParams(window.location.search).get('lang') === 'en' ? 'en' : 'vi');
document.documentElement.lang = words.language;

// Whoever the server says this is: a link behind the `#` is spent before anything connects.
await openSession(window.location, window.history);
createRoot(root).render(<Routes location={window.location} words={words} />);
