import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startI18n } from './i18n.ts';
import { Routes } from './Routes.tsx';
import { openSession } from './session.ts';

const holder = await openSession(window.location, window.history);
await startI18n();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <Routes path={window.location.pathname} holder={holder} />
  </StrictMode>,
);
