export const LAYOUT = `extensions/hello/
  extension.yaml     name, version, display name
  extension.ts       what it contributes
  src/Hello.tsx      a page
  locales/en.json    its texts
  vite.config.ts     plugins: [react(), lubanExtension()]`;

export const MANIFEST = `import { defineExtension, menu, route } from '@luban/sdk/manifest';

export default defineExtension({
  contributes: {
    routes: [route('hello', { mount: 'root', path: 'hello', title: '%title%', component: () => import('./src/Hello.tsx') })],
    menus: [menu({ slot: 'global', id: 'hello', title: '%title%', icon: 'star', route: 'hello' })],
  },
});`;

export const PAGE = `import { useShell, useT } from '@luban/sdk';
import { PageHeader } from '@luban/ui';

export default function Hello() {
  const t = useT();
  const user = useShell((shell) => shell.user);
  return <PageHeader title={t('greeting', { name: user.displayName })} />;
}`;
