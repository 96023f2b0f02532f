import '@luban/ui/tokens.css';
import './frame/frame.css';
import './frame/bar.css';
import './frame/navigation.css';
import './frame/panel.css';
import './notices/notices.css';
import './content/content.css';
import './content/kernel-panels.css';
import './session/sign-in.css';
import { onCaughtError } from '@luban/kernel/react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { Console } from './app/Console.tsx';
import { applyAppearance } from './appearance/apply-appearance.ts';
import { readPageData } from './boot/page-data.ts';
import { preloadOverlays } from './frame/Overlays.tsx';
import { whenIdle } from './frame/when-idle.ts';
import { createHost } from './host/create-host.ts';
import { startHealthReports } from './host/start-health-reports.ts';
import { setTextLocale } from './i18n/text.ts';
import { SignInPage } from './session/SignInPage.tsx';
import { jsonStorage } from './state/browser-storage.ts';
import { createPreferences } from './state/preferences.ts';

const page = readPageData(document);
const { boot, index } = page;
const preferences = createPreferences(boot, jsonStorage());
setTextLocale(preferences.getState().locale);
applyAppearance(document, preferences);

const root = createRoot(document.getElementById('root')!, { onCaughtError });
if (boot.user === null || index === undefined) {
  root.render(<SignInPage boot={boot} />);
} else {
  const host = createHost({ ...page, index }, boot.user, preferences);
  // Painted within this task: nothing that the network may still bring has to be waited for.
  flushSync(() => root.render(<Console host={host} />));
  preloadOverlays();
  whenIdle(() => void host.kernel.warm());
  whenIdle(() => void startHealthReports(host.kernel));
}
