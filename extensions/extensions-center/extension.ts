import { command, defineExtension, exported, menu, quickAccess, route, slotDefinition } from '@luban/sdk/manifest';

const CAN_READ = "can('list', 'kubesphere.io/extensions')";
const CAN_READ_REPOSITORIES = "can('list', 'kubesphere.io/repositories')";
const CAN_ADD_REPOSITORIES = "can('create', 'kubesphere.io/repositories')";
const CAN_UPLOAD = "can('create', 'kubesphere.io/extensionversions')";
const CAN_INSTALL = "can('create', 'kubesphere.io/installplans')";

export default defineExtension({
  contributes: {
    routes: [
      route('marketplace', {
        mount: 'root',
        path: 'extensions/marketplace',
        title: '%marketplace.title%',
        icon: 'store',
        skeleton: 'cards',
        when: CAN_READ,
        component: () => import('./src/marketplace/MarketplacePage.tsx'),
      }),
      route('start', {
        mount: 'root',
        path: 'extensions',
        title: '%marketplace.title%',
        skeleton: 'cards',
        when: CAN_READ,
        component: () => import('./src/marketplace/StartPage.tsx'),
      }),
      route('extension', {
        mount: 'root',
        path: 'extensions/marketplace/:name',
        title: '%detail.title%',
        icon: 'puzzle',
        skeleton: 'detail',
        when: CAN_READ,
        component: () => import('./src/detail/ExtensionPage.tsx'),
      }),
      route('install', {
        mount: 'root',
        path: 'extensions/marketplace/:name/install',
        title: '%wizard.title%',
        icon: 'download',
        skeleton: 'form',
        when: CAN_INSTALL,
        component: () => import('./src/wizard/InstallPage.tsx'),
      }),
      route('installed', {
        mount: 'root',
        path: 'extensions/installed',
        title: '%installed.title%',
        icon: 'puzzle',
        skeleton: 'table',
        when: CAN_READ,
        component: () => import('./src/installed/InstalledPage.tsx'),
      }),
      route('installed-before', {
        mount: 'root',
        path: 'installed',
        title: '%installed.title%',
        skeleton: 'blank',
        component: () => import('./src/installed/ForwardPage.tsx'),
      }),
      route('installation', {
        mount: 'root',
        path: 'extensions/installed/:name',
        title: '%installed.detail.title%',
        icon: 'puzzle',
        skeleton: 'detail',
        when: CAN_READ,
        component: () => import('./src/installed/InstallationPage.tsx'),
      }),
      route('repositories', {
        mount: 'root',
        path: 'extensions/repositories',
        title: '%repositories.title%',
        icon: 'database',
        skeleton: 'table',
        when: CAN_READ_REPOSITORIES,
        component: () => import('./src/repositories/RepositoriesPage.tsx'),
      }),
    ],
    menus: [
      menu({
        slot: 'global',
        id: 'extensions',
        title: '%menu.extensions%',
        icon: 'store',
        order: { group: 'start', after: 'welcome.home' },
      }),
      menu({
        slot: 'global.extensions',
        id: 'marketplace',
        title: '%marketplace.title%',
        icon: 'store',
        route: 'marketplace',
        when: CAN_READ,
      }),
      menu({
        slot: 'global.extensions',
        id: 'installed',
        title: '%installed.title%',
        icon: 'puzzle',
        route: 'installed',
        when: CAN_READ,
        order: { after: 'marketplace' },
      }),
      menu({
        slot: 'global.extensions',
        id: 'repositories',
        title: '%repositories.title%',
        icon: 'database',
        route: 'repositories',
        when: CAN_READ_REPOSITORIES,
        order: { after: 'installed' },
      }),
    ],
    commands: [
      command('find', {
        title: '%command.find%',
        icon: 'store',
        keywords: ['marketplace', 'extension', 'plugin', 'install', '扩展', '安装'],
        route: 'marketplace',
        when: CAN_READ,
      }),
      command('manage', {
        title: '%command.manage%',
        icon: 'puzzle',
        keywords: ['upgrade', 'uninstall', 'disable', 'roll back', '升级', '卸载', '禁用', '回滚'],
        route: 'installed',
        when: CAN_READ,
      }),
      command('add-repository', {
        title: '%command.addRepository%',
        icon: 'database',
        keywords: ['helm', 'oci', 'registry', '仓库'],
        handler: exported(() => import('./src/commands.ts'), 'addRepository'),
        when: CAN_ADD_REPOSITORIES,
      }),
      command('upload', {
        title: '%command.upload%',
        icon: 'upload',
        keywords: ['tgz', 'package', 'file', 'offline', '上传', '离线'],
        handler: exported(() => import('./src/commands.ts'), 'uploadPackage'),
        when: CAN_UPLOAD,
      }),
    ],
    quickAccess: [
      quickAccess('marketplace', {
        title: '%marketplace.title%',
        description: '%quick.marketplace%',
        icon: 'store',
        route: 'marketplace',
        when: CAN_READ,
      }),
    ],
  },
  provides: { slots: [slotDefinition('extensions-center.below-installed')] },
});
