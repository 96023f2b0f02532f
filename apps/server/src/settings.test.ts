import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readSettings, SettingsError } from './settings.ts';

test('without anything the defaults hold', () => {
  expect(readSettings([], {})).toEqual({
    port: 3000,
    host: '127.0.0.1',
    dataDir: resolve('.luban'),
    kubePort: 6443,
    demo: 'full',
    adminPassword: undefined,
    allowHosts: [],
    kubeconfig: undefined,
    preinstalled: true,
    trustedProxies: [],
    metricsToken: undefined,
    drainDelay: 0,
    logLevel: 'info',
    helm: undefined,
    helmImage: undefined,
    extensionRoots: [resolve('extensions'), resolve('examples')],
  });
});

test('variables are read, and an empty one counts as unset', () => {
  const settings = readSettings([], {
    PORT: '0',
    LUBAN_HOST: '::1',
    LUBAN_DATA_DIR: '/var/lib/luban',
    LUBAN_ADMIN_PASSWORD: '',
    LUBAN_ALLOW_HOSTS: 'Repo.internal:8443, 10.0.0.5, [FD00::1]:6443, fd00::2,',
  });
  expect(settings).toMatchObject({ port: 0, host: '::1', dataDir: '/var/lib/luban', adminPassword: undefined });
  expect(settings.allowHosts).toEqual(['repo.internal:8443', '10.0.0.5', '[fd00::1]:6443', 'fd00::2']);
});

test('what is for running in a cluster', () => {
  const settings = readSettings(['--kubeconfig=in-cluster', '--drain-delay', '5'], {
    LUBAN_TRUSTED_PROXIES: '10.0.0.0/8, 2001:db8::/32,127.0.0.1',
    LUBAN_METRICS_TOKEN: 'collect-me',
    LUBAN_LOG_LEVEL: 'debug',
  });
  expect(settings).toMatchObject({
    kubeconfig: 'in-cluster',
    drainDelay: 5_000,
    trustedProxies: ['10.0.0.0/8', '2001:db8::/32', '127.0.0.1'],
    metricsToken: 'collect-me',
    logLevel: 'debug',
  });
  expect(readSettings([], { LUBAN_KUBECONFIG: 'admin.conf' }).kubeconfig).toBe(resolve('admin.conf'));
});

test('helm is a program, or an image for Jobs in the cluster', () => {
  expect(readSettings(['--helm=bin/helm'], {}).helm).toBe(resolve('bin/helm'));
  const image = { LUBAN_HELM_IMAGE: 'registry.local:5000/tools/helm:3.17.2' };
  expect(readSettings(['--kubeconfig=in-cluster'], image).helmImage).toBe(image.LUBAN_HELM_IMAGE);
  expect(() => readSettings([], image)).toThrow(/LUBAN_KUBECONFIG/);
  expect(() => readSettings(['--kubeconfig=in-cluster'], { LUBAN_HELM_IMAGE: 'a b' })).toThrow(/LUBAN_HELM_IMAGE/);
});

test.each([[['--port=4000']], [['--port', '4000']], [['--PORT', '4000']]])(
  'the flag %j prevails over the variable',
  (args) => {
    expect(readSettings(args, { PORT: '5000' }).port).toBe(4000);
  },
);

test.each(['--data-dir', '--luban-data-dir', '--LUBAN_DATA_DIR'])('%s names the data folder', (flag) => {
  expect(readSettings([`${flag}=/tmp/x`], {}).dataDir).toBe('/tmp/x');
});

test('--extensions replaces the folders of built-in extensions', () => {
  expect(readSettings(['--extensions=/a,/b'], {}).extensionRoots).toEqual(['/a', '/b']);
});

test.each([
  [[], { PORT: 'http' }, /PORT is "http".*0 to 65535/],
  [[], { PORT: '70000' }, /PORT is "70000"/],
  [[], { PORT: '1e3' }, /PORT/],
  [[], { LUBAN_KUBE_PORT: '-1' }, /LUBAN_KUBE_PORT/],
  [[], { LUBAN_HOST: 'http://x' }, /LUBAN_HOST.*without a port/],
  [[], { LUBAN_ALLOW_HOSTS: 'ok.example,https://x/y' }, /LUBAN_ALLOW_HOSTS names "https:\/\/x\/y"/],
  [[], { LUBAN_ALLOW_HOSTS: '[10.0.0.1]:6443' }, /LUBAN_ALLOW_HOSTS names/],
  [[], { LUBAN_TRUSTED_PROXIES: '10.0.0.0/33' }, /LUBAN_TRUSTED_PROXIES names "10.0.0.0\/33".*10.0.0.0\/8/],
  [[], { LUBAN_TRUSTED_PROXIES: 'proxy.example' }, /LUBAN_TRUSTED_PROXIES/],
  [[], { LUBAN_METRICS_TOKEN: 'short' }, /LUBAN_METRICS_TOKEN.*8 to 512/],
  [[], { LUBAN_DRAIN_DELAY: '5s' }, /LUBAN_DRAIN_DELAY is "5s".*whole seconds/],
  [[], { LUBAN_LOG_LEVEL: 'loud' }, /LUBAN_LOG_LEVEL is "loud".*debug, info/],
  [['--prot=1'], {}, /"--prot=1" is not a flag.*--port \(PORT\)/],
  [['stray'], {}, /"stray" is not a flag/],
  [['--port'], {}, /--port needs a value/],
  [['--port', '--host'], {}, /--port needs a value/],
  [['--constructor=1'], {}, /not a flag/],
] as const)('%j with %j is refused with the cure', (args, env, sentence) => {
  expect(() => readSettings(args, env)).toThrow(SettingsError);
  expect(() => readSettings(args, env)).toThrow(sentence);
});
