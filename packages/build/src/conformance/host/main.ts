/**
 * The smallest host that can show an extension: shares, integrity, style sheets, container. A test drives it through
 * `window.host`. It has no tools of a bundler, and knows no extension when it is built.
 */

import type { ExtensionManifest } from '@luban/manifest';
import { createInstance } from '@module-federation/enhanced/runtime';
import * as runtimeCore from '@module-federation/runtime/core';
import * as React from 'react';
import * as ReactJsx from 'react/jsx-runtime';
import * as ReactDom from 'react-dom';
import * as ReactDomClient from 'react-dom/client';

const SDK = { SDK_VERSION: '0.1.0' };

const violations: string[] = [];
const failures: string[] = [];
document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
window.addEventListener('unhandledrejection', (event) => failures.push(String(event.reason)));

// Remotes that were built with `externalRuntime` take the run time from here.
Object.assign(globalThis, {
  _FEDERATION_RUNTIME_CORE: runtimeCore,
  _FEDERATION_RUNTIME_CORE_FROM: { name: 'conformance-host', version: '2.9.2' },
});

const share = (version: string, module: unknown) => ({
  version,
  lib: () => module,
  shareConfig: { singleton: true, requiredVersion: `^${version}` },
});

const federation = createInstance({
  name: 'conformance-host',
  remotes: [],
  shared: {
    react: share('19.3.1', React),
    'react/jsx-runtime': share('19.3.1', ReactJsx),
    'react-dom': share('19.3.1', ReactDom),
    'react-dom/client': share('19.3.1', ReactDomClient),
    '@luban/sdk': share('0.1.0', SDK),
  },
});

/** Integrity of every listed file, before any of them is asked for. */
function protect(base: string, integrity: Record<string, string>): void {
  const map = document.createElement('script');
  map.type = 'importmap';
  map.nonce = document.querySelector('script')?.nonce ?? '';
  const entries = Object.entries(integrity).map(([file, hash]) => [new URL(base + file, location.href).href, hash]);
  map.textContent = JSON.stringify({ integrity: Object.fromEntries(entries) });
  document.head.append(map);
}

/** Adds a style sheet with its integrity; answers whether it was accepted. */
function addStyles(href: string, integrity: string): Promise<boolean> {
  return new Promise((resolve) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.integrity = integrity;
    link.href = href;
    link.onload = () => resolve(true);
    link.onerror = () => resolve(false);
    document.head.append(link);
  });
}

interface Loaded {
  default: unknown;
  [name: string]: unknown;
}

/** Loads a module by its reference's first part, as the console does: integrity, style sheets, container. */
async function load(base: string, manifest: ExtensionManifest, name: string): Promise<Loaded> {
  const remote = manifest.remote;
  const files = remote?.modules[name];
  if (!remote || !files) throw new Error(`The manifest has no module ${name}.`);
  const id = `${manifest.name}@${manifest.version}`;
  const styles = await Promise.all(files.css.map((file) => addStyles(base + file, remote.integrity[file] ?? '')));
  if (styles.includes(false)) throw new Error('A style sheet was blocked.');
  federation.registerRemotes([{ name: id, entry: new URL(base + remote.entry, location.href).href, type: 'module' }]);
  const module = await federation.loadRemote<Loaded>(id + name.slice(1));
  if (!module) throw new Error(`${name} is empty.`);
  return module;
}

class Boundary extends React.Component<React.PropsWithChildren, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError() {
    return { failed: true };
  }
  override render() {
    return this.state.failed ? 'failed' : this.props.children;
  }
}

/** Shows a component inside the extension's scope element. */
function show(extension: string, component: unknown): void {
  const scope = document.createElement('div');
  scope.dataset.ext = extension;
  document.body.append(scope);
  const element = React.createElement(component as React.ComponentType);
  ReactDomClient.createRoot(scope).render(React.createElement(Boundary, null, element));
}

const host = { React, protect, load, show, violations, failures };
export type Host = typeof host;
Object.assign(window, { host });
