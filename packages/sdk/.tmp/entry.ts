import * as Sdk from '@luban/sdk';
import { ShellProviders, createQueryHost, createShellFacade, setShellState, reactRouter } from '@luban/sdk/host';
import { ExtensionView, SlotView, onCaughtError, useIntentPrefetch, useReadable } from '@luban/kernel/react';
(globalThis as any).x = { Sdk, ShellProviders, createQueryHost, createShellFacade, setShellState, ExtensionView, SlotView, onCaughtError, useIntentPrefetch, useReadable };
