import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../src/tokens.css';
import { UiProvider } from '../src/index.ts';
import { Gallery } from './gallery.tsx';
import './gallery.css';

const query = new URLSearchParams(location.search);
const theme = query.get('theme');
const density = query.get('density');
if (theme !== null) document.documentElement.dataset.theme = theme;
if (density !== null) document.documentElement.dataset.density = density;

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <UiProvider locale={query.get('locale') ?? 'en'}>
      <Gallery />
    </UiProvider>
  </StrictMode>,
);
