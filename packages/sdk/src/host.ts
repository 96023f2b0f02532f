/** For the console alone: what it provides to extensions. Extensions cannot import this. */

// The tree

export { ShellProviders, type ShellProvidersProps } from './host/shell-providers.tsx';

// What the kernel is given

export { createQueryHost, type QueryHost, type QueryHostOptions } from './host/query-host.ts';
export { createShellFacade, type ShellFacadeOptions } from './host/shell-facade.ts';
export { setShellState, shellState } from './shell-store.ts';

// Live data

export { bindLiveData } from './live/live-binding.ts';

// The shared router

export { reactRouter } from './react-router.ts';
